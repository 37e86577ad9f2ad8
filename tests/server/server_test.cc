// The server over real connections, on a free port, with real models.
#include "server/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "client/client.h"
#include "labels/json_lines.h"
#include "tasnif/v1/models.grpc.pb.h"
#include "tests/server/server_fixture.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST_F(ServerTest, AnswersAsTheLabellerDoes) {
  Start();
  const v1::ClassifyRequest request = TinyRequest();
  v1::ClassifyResponse response;
  const grpc::Status status = Classify(request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.results_size(), request.articles_size());
  const auto labeller = *Labeller::Create({});
  const auto scratch = *LabelScratch::Create();
  const auto models = registry_->Snapshot();
  const LabelPlan plan = *labeller->Plan({}, *models);
  for (int i = 0; i < request.articles_size(); ++i) {
    EXPECT_EQ(FormatResult(response.results(i)),
              FormatResult(labeller->LabelOrError(request.articles(i), plan, scratch.get())));
  }
}

TEST_F(ServerTest, ErrorsCarryTheirCodes) {
  options_.max_articles = 8;
  Start();
  v1::ClassifyResponse response;
  v1::ClassifyRequest request;
  EXPECT_EQ(Classify(request, &response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  for (int i = 0; i < 9; ++i) request.add_articles()->set_text("x");
  grpc::Status status = Classify(request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), AllOf(HasSubstr("9 articles"), HasSubstr("at most 8")));
  request.mutable_articles()->DeleteSubrange(0, 7);
  request.mutable_options()->add_models("topic@99");
  status = Classify(request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(status.error_message(), HasSubstr("99"));
}

TEST_F(ServerTest, BytesThatAreNoRequestAreInvalid) {
  Start();
  const auto [status, response] =
      RawCall("/tasnif.v1.Classifier/Classify", "\xFF\xFF\xFF\xFF not protobuf");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("not a tasnif.v1.ClassifyRequest"));
}

TEST_F(ServerTest, MessagesOverTheLimitAreRefusedAndOthersOfManyMegabytesAreNot) {
  options_.max_message_bytes = 20 << 20;
  Start();
  v1::ClassifyResponse response;
  v1::ClassifyRequest request;
  request.add_articles()->set_text(std::string(21 << 20, 'x'));
  EXPECT_EQ(Classify(request, &response).error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  request.mutable_articles(0)->set_text(std::string(12 << 20, 'x'));
  const grpc::Status status = Classify(request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  // The article itself is over its own limit of 10 MiB.
  EXPECT_EQ(response.results(0).error().code(), v1::ERROR_CODE_INVALID_ARGUMENT);
}

TEST_F(ServerTest, CallThatExpiresInTheQueueIsNeverComputed) {
  Start();
  executor_.Hold();
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(50));
  v1::ClassifyResponse response;
  EXPECT_EQ(classifier_->Classify(&context, TinyRequest(), &response).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  executor_.Release();
  // The server is whole: the next call is answered.
  EXPECT_TRUE(Classify(TinyRequest(), &response).ok());
}

TEST_F(ServerTest, CancelledCallLeavesTheServerWhole) {
  Start();
  executor_.Hold();
  grpc::ClientContext context;
  v1::ClassifyResponse response;
  std::thread caller([&] {
    EXPECT_EQ(classifier_->Classify(&context, TinyRequest(), &response).error_code(),
              grpc::StatusCode::CANCELLED);
  });
  executor_.WaitForTasks(1);
  context.TryCancel();
  caller.join();
  executor_.Release();
  v1::ClassifyResponse next;
  EXPECT_TRUE(Classify(TinyRequest(), &next).ok());
}

TEST_F(ServerTest, ShutdownFinishesWhatWasAcceptedAndRefusesTheRest) {
  Start();
  executor_.Hold();
  v1::ClassifyResponse response;
  grpc::Status accepted;
  std::thread caller([&] { accepted = Classify(TinyRequest(), &response); });
  executor_.WaitForTasks(1);
  std::thread stopper([&] { server_->Shutdown(absl::Seconds(60)); });
  // Refused from some moment on, while the accepted call still waits.
  grpc::Status refused;
  do {
    v1::ClassifyResponse ignored;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(100));
    refused = v1::Classifier::NewStub(grpc::CreateCustomChannel(server_->address(),
                                                                grpc::InsecureChannelCredentials(),
                                                                [] {
                                                                  grpc::ChannelArguments fresh;
                                                                  fresh.SetInt("fresh", 1);
                                                                  return fresh;
                                                                }()))
                  ->Classify(&context, TinyRequest(), &ignored);
  } while (refused.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNAVAILABLE);
  executor_.Release();
  caller.join();
  stopper.join();
  EXPECT_TRUE(accepted.ok()) << accepted.error_message();
  EXPECT_EQ(response.results_size(), TinyRequest().articles_size());
}

TEST_F(ServerTest, ShutdownEndsCallsThatOutliveTheGrace) {
  Start();
  executor_.Hold();
  v1::ClassifyResponse response;
  grpc::Status status;
  std::thread caller([&] { status = Classify(TinyRequest(), &response); });
  executor_.WaitForTasks(1);
  std::thread stopper([&] { server_->Shutdown(absl::Milliseconds(20)); });
  caller.join();  // Not released yet: the server cancelled it.
  EXPECT_THAT(status.error_code(),
              ::testing::AnyOf(grpc::StatusCode::CANCELLED, grpc::StatusCode::UNAVAILABLE));
  executor_.Release();
  stopper.join();
}

TEST_F(ServerTest, HealthIsKnownForEveryService) {
  Start();
  const auto client =
      Client::Connect({.addresses = {server_->address()}, .timeout = absl::Seconds(30)});
  ASSERT_TRUE(client.ok()) << client.status();
  for (const char* service :
       {"", "tasnif.v1.Classifier", "tasnif.v1.Models", "tasnif.v1.Feedback"}) {
    EXPECT_EQ((*client)->Check(service).code(), absl::StatusCode::kOk) << service;
  }
  EXPECT_EQ((*client)->Check("tasnif.v1.Nobody").code(), absl::StatusCode::kNotFound);
}

TEST_F(ServerTest, ReflectionListsEveryService) {
  Start();
  const grpc::internal::RpcMethod rpc(
      "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
      grpc::internal::RpcMethod::BIDI_STREAMING);
  grpc::ClientContext context;
  const std::unique_ptr<grpc::ClientReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>> stream(
      grpc::internal::ClientReaderWriterFactory<grpc::ByteBuffer, grpc::ByteBuffer>::Create(
          channel_.get(), rpc, &context));
  // ServerReflectionRequest { list_services: "" }
  ASSERT_TRUE(stream->Write(ToBuffer(std::string("\x3A\x00", 2))));
  grpc::ByteBuffer response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_THAT(ToString(response),
              AllOf(HasSubstr("tasnif.v1.Classifier"), HasSubstr("tasnif.v1.Models"),
                    HasSubstr("tasnif.v1.Feedback"), HasSubstr("grpc.health.v1.Health")));
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(ServerTest, ChannelzKnowsTheServer) {
  Start();
  const auto [status, response] = RawCall("/grpc.channelz.v1.Channelz/GetServers", "");
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_FALSE(response.empty());
}

TEST_F(ServerTest, ModelsAreListedAndShown) {
  Start();
  const auto client =
      Client::Connect({.addresses = {server_->address()}, .timeout = absl::Seconds(30)});
  ASSERT_TRUE(client.ok()) << client.status();
  const auto list = (*client)->ListModels("");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(list->models_size(), 3);
  const auto model = (*client)->GetModel("topic@champion");
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_EQ(model->bundle().version(), "1");
  EXPECT_EQ((*client)->GetModel("weather").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(ServerTest, RefusesAddressesThatOtherMachinesCanReach) {
  for (const char* address : {"0.0.0.0:0", "[::]:0", "198.51.100.7:0"}) {
    options_.address = address;
    const auto server = Server::Create(options_, *registry_, executor_, clock_);
    EXPECT_EQ(server.status().code(), absl::StatusCode::kInvalidArgument) << address;
    EXPECT_THAT(std::string(server.status().message()), HasSubstr("--allow-remote"));
  }
  options_.address = "0.0.0.0:0";
  options_.allow_remote = true;
  const auto server = Server::Create(options_, *registry_, executor_, clock_);
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_GT((*server)->port(), 0);
}

TEST_F(ServerTest, PortInUseIsUnavailableAndNamesTheWayOut) {
  Start();
  options_.address = server_->address();
  const auto second = Server::Create(options_, *registry_, executor_, clock_);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.status().message()),
              AllOf(HasSubstr(server_->address()), HasSubstr("--address")));
}

}  // namespace
}  // namespace tasnif
