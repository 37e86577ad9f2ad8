// What a caller sees of the real server when it is full, when a call is given up, and when the
// server is told to stop.
#include <gmock/gmock.h>
#include <google/protobuf/wrappers.pb.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/sync_stream.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <thread>

#include "tasnif/v1/classifier.grpc.pb.h"
#include "tests/e2e/models_fixture.h"
#include "tests/e2e/program.h"

namespace tasnif {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

// Debian has no generated code of grpc/health/v1/health.proto; its messages have one field each,
// of the number and type of these.
using HealthRequest = google::protobuf::StringValue;
using HealthResponse = google::protobuf::Int32Value;
constexpr int kServing = 1;
constexpr int kNotServing = 2;

class DrainTest : public ModelsFixture {
 protected:
  void Connect(const BackgroundServer& server) {
    ASSERT_THAT(server.address(), Not(IsEmpty()));
    channel_ = grpc::CreateChannel(server.address(), grpc::InsecureChannelCredentials());
    stub_ = v1::Classifier::NewStub(channel_);
  }

  grpc::Status CallSmall(grpc::ClientContext* context) {
    v1::ClassifyRequest request;
    request.add_articles()->set_text("The striker scored twice.");
    v1::ClassifyResponse response;
    return stub_->Classify(context, request, &response);
  }

  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::Classifier::Stub> stub_;
};

// A large call in a thread of its own.
class LargeCall {
 public:
  LargeCall(v1::Classifier::Stub& stub, const v1::ClassifyRequest& request)
      : thread_([this, &stub, &request] {
          status_ = stub.Classify(&context_, request, &response_);
          is_done_ = true;
        }) {}
  ~LargeCall() {
    if (thread_.joinable()) thread_.join();
  }

  bool is_done() const { return is_done_; }
  void Cancel() { context_.TryCancel(); }
  grpc::Status Wait() {
    thread_.join();
    return status_;
  }

 private:
  grpc::ClientContext context_;
  v1::ClassifyResponse response_;
  grpc::Status status_;
  std::atomic<bool> is_done_ = false;
  std::thread thread_;
};

TEST_F(DrainTest, AFullServerSaysWhenToComeBackAndForgetsWhatWasGivenUp) {
  BackgroundServer server(
      {"--models", models(), "--workers", "1", "--max-pending-articles", "100"});
  Connect(server);
  const v1::ClassifyRequest large = LargeRequest();
  auto call = std::make_unique<LargeCall>(*stub_, large);
  // Refused from when the large call came in until it ends. It is refused itself where it comes in
  // while a small one is there.
  std::unique_ptr<grpc::ClientContext> context;
  grpc::Status refused;
  while (refused.ok()) {
    context = std::make_unique<grpc::ClientContext>();
    refused = CallSmall(context.get());
    if (!call->is_done()) continue;
    ASSERT_EQ(call->Wait().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    call = std::make_unique<LargeCall>(*stub_, large);
  }
  ASSERT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED) << refused.error_message();
  const auto& trailers = context->GetServerTrailingMetadata();
  const auto pushback = trailers.find("grpc-retry-pushback-ms");
  ASSERT_NE(pushback, trailers.end());
  EXPECT_GT(std::stoi(std::string(pushback->second.data(), pushback->second.size())), 0);
  call->Cancel();
  EXPECT_EQ(call->Wait().error_code(), grpc::StatusCode::CANCELLED);
  // Its room is free as soon as the article that is at work is done.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  grpc::Status again = refused;
  while (!again.ok() && std::chrono::steady_clock::now() < deadline) {
    grpc::ClientContext next;
    again = CallSmall(&next);
  }
  EXPECT_TRUE(again.ok()) << again.error_message();
  EXPECT_EQ(server.Stop(SIGTERM).exit_code, 0);
}

TEST_F(DrainTest, SigtermAnswersWhatAStreamSentThenSendsItElsewhere) {
  BackgroundServer server({"--models", models(), "--grace", "50", "--workers", "1"});
  Connect(server);
  grpc::ClientContext context;
  const auto stream = stub_->ClassifyStream(&context);
  std::set<std::string> unanswered;
  v1::ClassifyStreamRequest request;
  // Fewer than the window takes: once the last one is answered, all were read.
  for (int i = 0; i < 20; ++i) {
    *request.mutable_article() = TinyArticles()[i % TinyArticles().size()];
    request.mutable_article()->set_id(std::to_string(i));
    ASSERT_TRUE(stream->Write(request));
    unanswered.insert(std::to_string(i));
  }
  v1::ClassifyStreamResponse response;
  while (unanswered.count("19") > 0 && stream->Read(&response)) {
    unanswered.erase(response.result().id());
  }
  server.Signal(SIGTERM);
  while (stream->Read(&response)) {
    EXPECT_EQ(unanswered.erase(response.result().id()), 1u) << response.result().id();
    EXPECT_FALSE(response.result().has_error());
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(unanswered, IsEmpty());
  const Finished done = server.Wait();
  EXPECT_EQ(done.exit_code, 0) << done.err;
}

TEST_F(DrainTest, HealthWatchIsToldAndDoesNotHoldTheServer) {
  BackgroundServer server({"--models", models(), "--grace", "40"});
  Connect(server);
  grpc::ClientContext context;
  HealthRequest request;
  request.set_value("tasnif.v1.Classifier");
  const grpc::internal::RpcMethod method("/grpc.health.v1.Health/Watch",
                                         grpc::internal::RpcMethod::SERVER_STREAMING);
  const std::unique_ptr<grpc::ClientReader<HealthResponse>> watch(
      grpc::internal::ClientReaderFactory<HealthResponse>::Create(channel_.get(), method, &context,
                                                                  request));
  HealthResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.value(), kServing);
  const auto begin = std::chrono::steady_clock::now();
  server.Signal(SIGTERM);
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.value(), kNotServing);
  const Finished done = server.Wait();
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30))
      << "somebody who only watches is no call to wait for";
}

}  // namespace
}  // namespace tasnif
