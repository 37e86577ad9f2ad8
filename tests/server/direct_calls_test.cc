// client/direct_calls.h against a real server, which the fake of tests/client is not for: streams.
#include "client/direct_calls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <vector>

#include "tests/server/server_fixture.h"

namespace tasnif {
namespace {

using ::testing::UnorderedElementsAre;

class DirectCallsTest : public ServerTest {};

TEST_F(DirectCallsTest, ACallIsAnsweredOnce) {
  Start();
  std::promise<absl::StatusOr<v1::ClassifyResponse>> promise;
  DirectCalls calls(server_->address(), 2);
  calls.Classify(std::make_shared<v1::ClassifyRequest>(TinyRequest()), absl::Seconds(60),
                 [&](auto answer) { promise.set_value(std::move(answer)); });
  const auto answer = promise.get_future().get();
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->results_size(), TinyRequest().articles_size());
}

TEST_F(DirectCallsTest, ErrorsKeepTheirCodes) {
  Start();
  std::promise<absl::Status> empty, late;
  DirectCalls calls(server_->address());
  calls.Classify(std::make_shared<v1::ClassifyRequest>(), absl::Seconds(60),
                 [&](auto answer) { empty.set_value(answer.status()); });
  EXPECT_EQ(empty.get_future().get().code(), absl::StatusCode::kInvalidArgument);
  executor_.Hold();
  calls.Classify(std::make_shared<v1::ClassifyRequest>(TinyRequest()), absl::Milliseconds(20),
                 [&](auto answer) { late.set_value(answer.status()); });
  EXPECT_EQ(late.get_future().get().code(), absl::StatusCode::kDeadlineExceeded);
  executor_.Release();
}

TEST_F(DirectCallsTest, AStreamAnswersEveryArticleAndEnds) {
  Start();
  std::vector<std::string> ids;
  std::promise<absl::Status> ended;
  DirectCalls calls(server_->address());
  const auto stream = calls.OpenStream(
      {}, [&](const v1::ArticleResult& result) { ids.push_back(result.id()); },
      [&](const absl::Status& status) { ended.set_value(status); });
  for (const char* id : {"a", "b", "c"}) {
    v1::Article article = TinyArticles()[0];
    article.set_id(id);
    stream->Send(article);
  }
  stream->Close();
  EXPECT_EQ(ended.get_future().get(), absl::OkStatus());
  EXPECT_THAT(ids, UnorderedElementsAre("a", "b", "c"));
}

TEST_F(DirectCallsTest, AStreamThatIsDroppedIsCancelled) {
  Start();
  std::promise<absl::Status> ended;
  {
    DirectCalls calls(server_->address());
    auto stream = calls.OpenStream(
        {}, [](const v1::ArticleResult&) {},
        [&](const absl::Status& status) { ended.set_value(status); });
    stream->Send(TinyArticles()[0]);
    stream.reset();
  }  // Waits for the end.
  EXPECT_EQ(ended.get_future().get().code(), absl::StatusCode::kCancelled);
}

TEST_F(DirectCallsTest, AServerThatIsNotThereEndsCallsAndStreams) {
  std::promise<absl::Status> call, stream_end;
  DirectCalls calls("127.0.0.1:1");
  calls.Classify(std::make_shared<v1::ClassifyRequest>(TinyRequest()), absl::Seconds(60),
                 [&](auto answer) { call.set_value(answer.status()); });
  const auto stream = calls.OpenStream(
      {}, [](const v1::ArticleResult&) {},
      [&](const absl::Status& status) { stream_end.set_value(status); });
  stream->Send(TinyArticles()[0]);
  EXPECT_EQ(call.get_future().get().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(stream_end.get_future().get().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace tasnif
