// What goes on beside single calls, over real connections: refusals, streams, watching models.
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <thread>

#include "tasnif/v1/models.grpc.pb.h"
#include "tests/server/server_fixture.h"

namespace tasnif {
namespace {

TEST_F(ServerTest, RefusedCallsAreToldWhenToComeBack) {
  options_.admission.max_articles = 8;
  Start();
  executor_.Hold();
  v1::ClassifyResponse first;
  std::thread caller([&] { EXPECT_TRUE(Classify(TinyRequest(), &first).ok()); });
  executor_.WaitForTasks(1);
  grpc::ClientContext context;
  v1::ClassifyResponse response;
  const grpc::Status refused = classifier_->Classify(&context, TinyRequest(), &response);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  const auto& trailers = context.GetServerTrailingMetadata();
  const auto pushback = trailers.find("grpc-retry-pushback-ms");
  ASSERT_NE(pushback, trailers.end());
  EXPECT_GT(std::stoi(std::string(pushback->second.data(), pushback->second.size())), 0);
  executor_.Release();
  caller.join();
}

TEST_F(ServerTest, StreamAnswersEveryArticleAlsoBehindABadOne) {
  Start();
  grpc::ClientContext context;
  const auto stream = classifier_->ClassifyStream(&context);
  v1::ClassifyStreamRequest request;
  request.mutable_options()->add_heads("topic");
  ASSERT_TRUE(stream->Write(request));
  request.mutable_article()->set_id("bad");
  ASSERT_TRUE(stream->Write(request));
  std::set<std::string> ids = {"bad"};
  const v1::ClassifyRequest tiny = TinyRequest();
  for (const v1::Article& article : tiny.articles()) {
    *request.mutable_article() = article;
    ASSERT_TRUE(stream->Write(request));
    ids.insert(article.id());
  }
  stream->WritesDone();
  v1::ClassifyStreamResponse response;
  while (stream->Read(&response)) {
    EXPECT_EQ(ids.erase(response.result().id()), 1u) << response.result().id();
    EXPECT_EQ(response.result().has_error(), response.result().id() == "bad");
  }
  const grpc::Status status = stream->Finish();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(ids.empty());
}

TEST_F(ServerTest, BadOptionsEndAStreamWithTheirCode) {
  Start();
  grpc::ClientContext context;
  const auto stream = classifier_->ClassifyStream(&context);
  v1::ClassifyStreamRequest request;
  request.mutable_options()->add_models("topic@99");
  ASSERT_TRUE(stream->Write(request));
  v1::ClassifyStreamResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(ServerTest, StreamsOverTheirNumberAreToldWhenToComeBack) {
  options_.max_streams = 1;
  Start();
  grpc::ClientContext first_context, second_context;
  const auto first = classifier_->ClassifyStream(&first_context);
  v1::ClassifyStreamRequest request;
  *request.mutable_article() = TinyRequest().articles(0);
  v1::ClassifyStreamResponse response;
  ASSERT_TRUE(first->Write(request) && first->Read(&response));  // It is open.
  const auto second = classifier_->ClassifyStream(&second_context);
  EXPECT_EQ(second->Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(second_context.GetServerTrailingMetadata().count("grpc-retry-pushback-ms"), 1u);
  first->WritesDone();
  EXPECT_TRUE(first->Finish().ok());
}

TEST_F(ServerTest, ShutdownAnswersWhatAStreamSentThenSendsItElsewhere) {
  Start();
  grpc::ClientContext context;
  const auto stream = classifier_->ClassifyStream(&context);
  v1::ClassifyStreamRequest request;
  *request.mutable_article() = TinyRequest().articles(0);
  v1::ClassifyStreamResponse response;
  ASSERT_TRUE(stream->Write(request) && stream->Read(&response));
  std::thread stopper([&] { server_->Shutdown(absl::Seconds(60)); });
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  stopper.join();
}

TEST_F(ServerTest, WatchTellsTheStateThenEveryChangeAndEndsWithTheServer) {
  TemporaryFolder folder;
  WriteTinyModel(folder.path(), "topic", "1");
  WriteTinyModel(folder.path(), "topic", "2");
  ASSERT_TRUE(WriteAlias(PosixFiles(), folder.path(), "topic", "champion", "1").ok());
  registry_ = *Registry::Open(folder.path(), PosixFiles());
  Start();
  const auto models = v1::Models::NewStub(channel_);
  grpc::ClientContext watch_context;
  const auto watch = models->WatchModels(&watch_context, {});
  v1::WatchModelsResponse seen;
  ASSERT_TRUE(watch->Read(&seen));
  ASSERT_EQ(seen.models_size(), 2);
  EXPECT_EQ(seen.models(0).aliases_size(), 1);
  {
    grpc::ClientContext context;
    v1::SetAliasRequest request;
    request.set_head("topic");
    request.set_alias("champion");
    request.set_version("2");
    request.set_expected_version("1");
    request.set_reason("better");
    v1::SetAliasResponse response;
    const grpc::Status status = models->SetAlias(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  do {
    ASSERT_TRUE(watch->Read(&seen));
  } while (seen.models(1).aliases_size() == 0);
  EXPECT_EQ(seen.models(1).version(), "2");
  v1::ClassifyResponse response;
  ASSERT_TRUE(Classify(TinyRequest(), &response).ok());
  EXPECT_EQ(response.results(0).prediction().topic().model(), "topic@2");
  std::thread stopper([&] { server_->Shutdown(absl::Seconds(60)); });
  while (watch->Read(&seen)) {
  }
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  stopper.join();
}

}  // namespace
}  // namespace tasnif
