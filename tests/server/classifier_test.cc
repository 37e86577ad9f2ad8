// The server's main path without its transport, with real models.
#include "server/classifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "labels/json_lines.h"
#include "tests/server/manual_executor.h"
#include "tests/server/tiny_folder.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

using Response = absl::StatusOr<v1::ClassifyResponse>;

class ClassifierTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    WriteTinyModels(folder_->path());
  }
  static void TearDownTestSuite() { delete std::exchange(folder_, nullptr); }

  ClassifierTest() {
    auto registry = Registry::Open(folder_->path(), PosixFiles());
    EXPECT_TRUE(registry.ok()) << registry.status();
    registry_ = *std::move(registry);
  }

  std::unique_ptr<Classifier> MakeClassifier(Executor& executor, size_t max_articles = 100) {
    auto classifier = Classifier::Create({.max_articles = max_articles, .labeller = {}}, *registry_,
                                         executor, clock_);
    EXPECT_TRUE(classifier.ok()) << classifier.status();
    return *std::move(classifier);
  }

  ClassifyCall MakeCall(v1::ClassifyRequest request, Response* response) {
    return {.request = std::move(request),
            .request_id = "test",
            .control = control_,
            .received = clock_.Now(),
            .done = [response](Response answer) { *response = std::move(answer); }};
  }

  Response Classify(const v1::ClassifyRequest& request) {
    InlineExecutor executor;
    Response response = absl::UnknownError("never done");
    MakeClassifier(executor)->Classify(MakeCall(request, &response));
    return response;
  }

  static inline TemporaryFolder* folder_ = nullptr;
  FakeClock clock_;
  std::shared_ptr<CallControl> control_ =
      std::make_shared<CallControl>(clock_, clock_.Now() + absl::Seconds(60));
  std::unique_ptr<Registry> registry_;
};

v1::ClassifyRequest TinyRequest() {
  v1::ClassifyRequest request;
  for (const v1::Article& article : TinyArticles()) *request.add_articles() = article;
  for (int i = 0; i < request.articles_size(); ++i) {
    request.mutable_articles(i)->set_id(absl::StrCat("article-", i));
  }
  return request;
}

TEST_F(ClassifierTest, EveryArticleIsAnsweredInOrderWithItsTopic) {
  const v1::ClassifyRequest request = TinyRequest();
  const Response response = Classify(request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->results_size(), request.articles_size());
  for (int i = 0; i < request.articles_size(); ++i) {
    EXPECT_EQ(response->results(i).id(), request.articles(i).id());
    EXPECT_EQ(response->results(i).prediction().topic().label(),
              request.articles(i).metadata().at("topic"));
    EXPECT_EQ(response->results(i).prediction().topic().model(), "topic@1");
  }
}

TEST_F(ClassifierTest, OneBadArticleDoesNotFailTheOthers) {
  v1::ClassifyRequest request = TinyRequest();
  request.mutable_articles(0)->clear_body();
  const Response response = Classify(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->results(0).id(), "article-0");
  EXPECT_EQ(response->results(0).error().code(), v1::ERROR_CODE_INVALID_ARGUMENT);
  for (int i = 1; i < response->results_size(); ++i) {
    EXPECT_TRUE(response->results(i).has_prediction());
  }
}

TEST_F(ClassifierTest, UnknownHeadNamesNearOnes) {
  v1::ClassifyRequest request = TinyRequest();
  request.mutable_options()->add_heads("topci");
  const Response response = Classify(request);
  EXPECT_EQ(response.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(response.status().message()),
              AllOf(HasSubstr("topci"), HasSubstr("'topic'")));
}

TEST_F(ClassifierTest, TooManyArticlesAreRefusedAsAWhole) {
  InlineExecutor executor;
  Response response = absl::UnknownError("never done");
  MakeClassifier(executor, 1)->Classify(MakeCall(TinyRequest(), &response));
  EXPECT_EQ(response.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(response.status().message()), HasSubstr("at most 1 are allowed"));
}

TEST_F(ClassifierTest, ExpiredCallIsNotStarted) {
  ManualExecutor executor;
  const auto classifier = MakeClassifier(executor);
  clock_.Advance(absl::Seconds(61));
  Response response = absl::UnknownError("never done");
  classifier->Classify(MakeCall(TinyRequest(), &response));
  EXPECT_EQ(response.status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(executor.pending(), 0u);
}

TEST_F(ClassifierTest, CallThatExpiresInTheQueueIsDropped) {
  ManualExecutor executor;
  const auto classifier = MakeClassifier(executor);
  Response response = absl::UnknownError("never done");
  classifier->Classify(MakeCall(TinyRequest(), &response));
  clock_.Advance(absl::Seconds(61));
  executor.RunAll();
  EXPECT_EQ(response.status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_THAT(std::string(response.status().message()), HasSubstr("; 0 of "));
}

TEST_F(ClassifierTest, CancelledCallStopsMidwayAndSaysHowFarItCame) {
  ManualExecutor executor;
  const auto classifier = MakeClassifier(executor);
  v1::ClassifyRequest request;
  for (int i = 0; i < 40; ++i) *request.add_articles() = TinyArticles()[0];
  for (v1::Article& article : *request.mutable_articles()) article.clear_id();
  Response response = absl::UnknownError("never done");
  classifier->Classify(MakeCall(request, &response));
  ASSERT_TRUE(executor.RunOne());  // One turn.
  control_->Cancel();
  executor.RunAll();
  EXPECT_EQ(response.status().code(), absl::StatusCode::kCancelled);
  EXPECT_THAT(std::string(response.status().message()), HasSubstr("16 of 40"));
}

TEST_F(ClassifierTest, TimingsTellQueueFromWork) {
  ManualExecutor executor;
  const auto classifier = MakeClassifier(executor);
  Response response = absl::UnknownError("never done");
  ClassifyCall call = MakeCall(TinyRequest(), &response);
  clock_.Advance(absl::Milliseconds(1500));
  classifier->Classify(std::move(call));
  clock_.Advance(absl::Milliseconds(250));
  executor.RunAll();
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->timings().queue().seconds(), 1);
  EXPECT_EQ(response->timings().queue().nanos(), 500000000);
  EXPECT_EQ(response->timings().compute().seconds(), 0);
  EXPECT_EQ(response->timings().compute().nanos(), 250000000);
}

// Answers do not depend on how many workers share the call, nor on the calls beside it.
TEST_F(ClassifierTest, ParallelCallsGiveTheAnswersOfASingleOne) {
  const v1::ClassifyRequest request = TinyRequest();
  const Response alone = Classify(request);
  ASSERT_TRUE(alone.ok()) << alone.status();
  constexpr int kCalls = 24;
  std::vector<std::promise<Response>> answers(kCalls);
  ThreadPool pool(4);
  const auto classifier = MakeClassifier(pool);
  for (std::promise<Response>& answer : answers) {
    pool.Run([&](size_t) {
      classifier->Classify({.request = request,
                            .request_id = "",
                            .control = control_,
                            .received = clock_.Now(),
                            .done = [&](Response r) { answer.set_value(std::move(r)); }});
    });
  }
  for (std::promise<Response>& answer : answers) {
    const Response response = answer.get_future().get();
    ASSERT_TRUE(response.ok()) << response.status();
    for (int i = 0; i < alone->results_size(); ++i) {
      EXPECT_EQ(FormatResult(response->results(i)), FormatResult(alone->results(i)));
    }
  }
}

// A reload in the middle of a call does not change its answers.
TEST_F(ClassifierTest, ReloadDuringACallLeavesItItsModels) {
  TemporaryFolder folder;
  WriteTinyModel(folder.path(), "topic", "1");
  WriteTinyModel(folder.path(), "topic", "2");
  ASSERT_TRUE(WriteAlias(PosixFiles(), folder.path(), "topic", "champion", "1").ok());
  registry_ = *Registry::Open(folder.path(), PosixFiles());
  ManualExecutor executor;
  const auto classifier = MakeClassifier(executor);
  Response before = absl::UnknownError("never done");
  classifier->Classify(MakeCall(TinyRequest(), &before));
  ASSERT_TRUE(WriteAlias(PosixFiles(), folder.path(), "topic", "champion", "2").ok());
  ASSERT_TRUE(registry_->Reload().ok());
  Response after = absl::UnknownError("never done");
  classifier->Classify(MakeCall(TinyRequest(), &after));
  executor.RunAll();
  ASSERT_TRUE(before.ok()) << before.status();
  ASSERT_TRUE(after.ok()) << after.status();
  for (const v1::ArticleResult& result : before->results()) {
    EXPECT_EQ(result.prediction().topic().model(), "topic@1");
  }
  for (const v1::ArticleResult& result : after->results()) {
    EXPECT_EQ(result.prediction().topic().model(), "topic@2");
  }
}

}  // namespace
}  // namespace tasnif
