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
#include "server/retry_after.h"
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
    auto classifier =
        Classifier::Create({.max_articles = max_articles}, *registry_, executor, clock_);
    EXPECT_TRUE(classifier.ok()) << classifier.status();
    return *std::move(classifier);
  }

  ClassifyCall MakeCall(v1::ClassifyRequest request, Response* response) {
    ClassifyCall call = CallOf(std::move(request));
    call.request_id = "test";
    call.control = control_;
    call.received = clock_.Now();
    call.done = [response](Response answer) { *response = std::move(answer); };
    return call;
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

// More than one turn.
v1::ClassifyRequest LargeRequest() {
  v1::ClassifyRequest request;
  for (int i = 0; i < 40; ++i) {
    *request.add_articles() = TinyArticles()[0];
    request.mutable_articles(i)->clear_id();
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

TEST_F(ClassifierTest, CallThatExpiresInTheQueueIsDropped) {
  ManualExecutor executor;
  const auto classifier = MakeClassifier(executor);
  Response response = absl::UnknownError("never done");
  classifier->Classify(MakeCall(TinyRequest(), &response));
  clock_.Advance(absl::Seconds(61));
  executor.RunAll();
  EXPECT_EQ(response.status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST_F(ClassifierTest, CallThatWasCancelledInTheQueueIsNotEvenRead) {
  ManualExecutor executor;
  const auto classifier = MakeClassifier(executor);
  Response response = absl::UnknownError("never done");
  ClassifyCall call = MakeCall(TinyRequest(), &response);
  bool is_read = false;
  call.read = [&]() -> absl::StatusOr<v1::ClassifyRequest> {
    is_read = true;
    return v1::ClassifyRequest();
  };
  classifier->Classify(std::move(call));
  control_->Cancel();
  executor.RunAll();
  EXPECT_EQ(response.status().code(), absl::StatusCode::kCancelled);
  EXPECT_FALSE(is_read);
  EXPECT_EQ(classifier->admission().state().held, WorkSize());
}

TEST_F(ClassifierTest, CallThatCannotBeReadHasTheErrorOfReading) {
  InlineExecutor executor;
  const auto classifier = MakeClassifier(executor);
  Response response = absl::UnknownError("never done");
  ClassifyCall call = MakeCall(TinyRequest(), &response);
  call.read = [] { return absl::InvalidArgumentError("not JSON"); };
  classifier->Classify(std::move(call));
  EXPECT_EQ(response.status(), absl::InvalidArgumentError("not JSON"));
  EXPECT_EQ(classifier->admission().state().held, WorkSize());
}

TEST_F(ClassifierTest, CallsOverTheLimitAreRefusedAtOnceAndTheOthersAnswered) {
  ManualExecutor executor;
  auto classifier = Classifier::Create({.max_articles = 100, .admission = {.max_articles = 20}},
                                       *registry_, executor, clock_);
  ASSERT_TRUE(classifier.ok()) << classifier.status();
  std::vector<Response> responses(6, absl::UnknownError("never done"));
  int refused = 0;
  for (Response& response : responses) {
    (*classifier)->Classify(MakeCall(TinyRequest(), &response));
    if (response.status().code() != absl::StatusCode::kResourceExhausted) continue;
    EXPECT_TRUE(RetryAfter(response.status()).has_value());
    ++refused;
  }
  EXPECT_GT(refused, 0);
  EXPECT_LT(refused, 6);
  executor.RunAll();
  for (const Response& response : responses) {
    EXPECT_TRUE(response.ok() || absl::IsResourceExhausted(response.status()));
  }
  EXPECT_EQ((*classifier)->admission().state().held, WorkSize());
  // There is room again.
  Response next = absl::UnknownError("never done");
  (*classifier)->Classify(MakeCall(TinyRequest(), &next));
  executor.RunAll();
  EXPECT_TRUE(next.ok()) << next.status();
}

TEST_F(ClassifierTest, InteractiveCallsGoBeforeBulkCallsThatCameFirst) {
  ManualExecutor executor;
  const auto classifier = MakeClassifier(executor);
  std::vector<std::string> finished;
  for (const auto priority : {v1::PRIORITY_BULK, v1::PRIORITY_BULK, v1::PRIORITY_INTERACTIVE}) {
    v1::ClassifyRequest request = TinyRequest();
    request.mutable_options()->set_priority(priority);
    ClassifyCall call = MakeCall(std::move(request), nullptr);
    call.done = [&finished, priority](Response answer) {
      EXPECT_TRUE(answer.ok()) << answer.status();
      finished.push_back(v1::Priority_Name(priority));
    };
    classifier->Classify(std::move(call));
  }
  executor.RunAll();
  EXPECT_THAT(finished,
              ::testing::ElementsAre("PRIORITY_INTERACTIVE", "PRIORITY_BULK", "PRIORITY_BULK"));
}

TEST_F(ClassifierTest, OneClientsBacklogDoesNotDelayAnother) {
  ManualExecutor executor;
  const auto classifier = MakeClassifier(executor);
  std::vector<std::string> finished;
  for (const char* client : {"busy", "busy", "busy", "busy", "other"}) {
    ClassifyCall call = MakeCall(TinyRequest(), nullptr);
    call.flow.client = client;
    call.done = [&finished, client](Response) { finished.push_back(client); };
    classifier->Classify(std::move(call));
  }
  executor.RunAll();
  ASSERT_EQ(finished.size(), 5u);
  EXPECT_EQ(finished[1], "other");
}

TEST_F(ClassifierTest, ArticlesOfAStreamAreAnsweredOneByOne) {
  ManualExecutor executor;
  const auto classifier = MakeClassifier(executor);
  std::vector<v1::ArticleResult> results;
  const auto options = std::make_shared<v1::ClassifyOptions>();
  const auto submit = [&](absl::StatusOr<v1::Article> article,
                          std::shared_ptr<const v1::ClassifyOptions> with) {
    classifier->ClassifyArticle(
        {.permit = classifier->admission().AdmitAlways({"a"}, {.articles = 1, .bytes = 100}),
         .read = [article = std::move(article)] { return article; },
         .options = std::move(with),
         .request_id = "test",
         .control = control_,
         .done = [&](v1::ArticleResult result) { results.push_back(std::move(result)); }});
  };
  submit(TinyRequest().articles(0), options);
  submit(absl::InvalidArgumentError("not an article"), options);
  auto pinned = std::make_shared<v1::ClassifyOptions>();
  pinned->add_models("topic@99");
  submit(TinyRequest().articles(1), pinned);
  executor.RunAll();
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0].id(), "article-0");
  EXPECT_TRUE(results[0].has_prediction());
  EXPECT_EQ(results[1].error().code(), v1::ERROR_CODE_INVALID_ARGUMENT);
  EXPECT_EQ(results[1].error().message(), "not an article");
  EXPECT_EQ(results[2].id(), "article-1");
  EXPECT_EQ(results[2].error().code(), v1::ERROR_CODE_FAILED_PRECONDITION);
  EXPECT_EQ(classifier->admission().state().held, WorkSize());
}

TEST_F(ClassifierTest, CancelledCallStopsMidwayAndSaysHowFarItCame) {
  ManualExecutor executor;
  const auto classifier = MakeClassifier(executor);
  Response response = absl::UnknownError("never done");
  classifier->Classify(MakeCall(LargeRequest(), &response));
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
  classifier->Classify(MakeCall(LargeRequest(), &response));
  clock_.Advance(absl::Milliseconds(1500));
  ASSERT_TRUE(executor.RunOne());
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
    ClassifyCall call = MakeCall(request, nullptr);
    call.done = [&](Response r) { answer.set_value(std::move(r)); };
    classifier->Classify(std::move(call));
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
  classifier->Classify(MakeCall(LargeRequest(), &before));
  executor.RunOne();  // It has its snapshot now, and not all of its answers.
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
