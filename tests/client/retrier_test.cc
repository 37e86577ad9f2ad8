#include "client/retrier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/client/fakes.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr absl::Duration kMillisecond = absl::Milliseconds(1);

class RetrierTest : public ::testing::Test {
 protected:
  void Start(const RetryOptions& options) {
    retrier_ = std::make_unique<Retrier>(
        options, time_.clock(), time_, [] { return 0.0; }, counters_, "p",
        std::make_unique<FakeServer>(&calls_));
  }

  void Send(const std::vector<std::string>& texts, absl::Duration left = absl::Seconds(60)) {
    retrier_->Send(BatchOf(texts, time_.Now() + left), [this](Reply reply) {
      answers_ = Describe(reply);
      texts_ = TextsOf(reply.batch);
    });
  }

  FakeServer::Held Take() {
    FakeServer::Held held = std::move(calls_.front());
    calls_.erase(calls_.begin());
    return held;
  }

  FakeTime time_;
  StatisticsCounters counters_;
  std::vector<FakeServer::Held> calls_;
  std::vector<std::string> answers_;
  std::vector<std::string> texts_;
  std::unique_ptr<Retrier> retrier_;
};

TEST_F(RetrierTest, OnlyTheFailedArticlesAreSentAgain) {
  Start({.initial_backoff = 10 * kMillisecond});
  Send({"a", "b", "c", "d"});
  FakeServer::Held held = Take();
  EXPECT_EQ(held.batch.request_id, "p-1");
  std::vector<TransportOutcome> outcomes = {EchoOf(held.batch.request.articles(0)),
                                            ArticleErrorOf(v1::ERROR_CODE_UNAVAILABLE),
                                            ArticleErrorOf(v1::ERROR_CODE_INVALID_ARGUMENT),
                                            ArticleErrorOf(v1::ERROR_CODE_RESOURCE_EXHAUSTED)};
  std::move(held.done)(Reply{std::move(held.batch), std::move(outcomes)});
  EXPECT_THAT(calls_, IsEmpty());
  time_.Advance(5 * kMillisecond);  // Half of the backoff, as the draw is 0.
  ASSERT_THAT(calls_, SizeIs(1));
  EXPECT_THAT(TextsOf(calls_[0].batch), ElementsAre("b", "d"));
  EXPECT_EQ(calls_[0].batch.request_id, "p-1.2");
  AnswerWithEcho(Take());
  EXPECT_THAT(answers_, ElementsAre("ok a", "ok b", "error 3", "ok d"));
  EXPECT_THAT(texts_, ElementsAre("a", "b", "c", "d"));
  EXPECT_EQ(counters_.Snapshot().retried_articles, 2u);
}

TEST_F(RetrierTest, PushBackIsHonouredToTheMillisecond) {
  Start({.initial_backoff = 10 * kMillisecond});
  Send({"a"});
  Fail(Take(), absl::ResourceExhaustedError("full"), absl::Milliseconds(300));
  time_.Advance(299 * kMillisecond);
  EXPECT_THAT(calls_, IsEmpty());
  time_.Advance(kMillisecond);
  EXPECT_THAT(calls_, SizeIs(1));
  EXPECT_EQ(counters_.Snapshot().pushbacks, 1u);
  AnswerWithEcho(Take());
}

TEST_F(RetrierTest, WaitsDoubleUpToTheirLimit) {
  Start(
      {.max_attempts = 5, .initial_backoff = 10 * kMillisecond, .max_backoff = 30 * kMillisecond});
  Send({"a"});
  for (const int wait : {5, 10, 15, 15}) {
    Fail(Take(), absl::UnavailableError("away"));
    time_.Advance((wait - 1) * kMillisecond);
    EXPECT_THAT(calls_, IsEmpty()) << wait;
    time_.Advance(kMillisecond);
    ASSERT_THAT(calls_, SizeIs(1)) << wait;
  }
  Fail(Take(), absl::UnavailableError("away for good"));
  EXPECT_THAT(answers_, ElementsAre("UNAVAILABLE"));  // Five attempts.
}

TEST_F(RetrierTest, WhatHasNoTimeLeftIsAnsweredWithTheReason) {
  Start({.initial_backoff = 100 * kMillisecond});
  Send({"a"}, 50 * kMillisecond);
  Fail(Take(), absl::UnavailableError("away"));
  EXPECT_THAT(answers_, ElementsAre("UNAVAILABLE"));
}

TEST_F(RetrierTest, OneArticlesDeadlineDoesNotEndTheOthers) {
  Start({.initial_backoff = 10 * kMillisecond});
  Batch batch = BatchOf({"short", "long"}, time_.Now() + absl::Seconds(9));
  batch.deadlines[0] = time_.Now();
  retrier_->Send(std::move(batch), [this](Reply reply) { answers_ = Describe(reply); });
  Fail(Take(), absl::DeadlineExceededError("over"));
  time_.Advance(5 * kMillisecond);
  ASSERT_THAT(calls_, SizeIs(1));
  EXPECT_THAT(TextsOf(calls_[0].batch), ElementsAre("long"));
  AnswerWithEcho(Take());
  EXPECT_THAT(answers_, ElementsAre("DEADLINE_EXCEEDED", "ok long"));
}

TEST_F(RetrierTest, BudgetEndsRetriesAndSuccessEarnsThem) {
  Start({.max_attempts = 2,
         .initial_backoff = 2 * kMillisecond,
         .budget = {.max_tokens = 1, .tokens_per_success = 0.5}});
  Send({"a"});
  Fail(Take(), absl::UnavailableError("away"));
  time_.Advance(kMillisecond);
  AnswerWithEcho(Take());  // The only token is used; this earns half of one.
  Send({"b"});
  Fail(Take(), absl::UnavailableError("away"));
  EXPECT_THAT(answers_, ElementsAre("UNAVAILABLE"));
  Send({"c"});
  AnswerWithEcho(Take());
  Send({"d"});
  Fail(Take(), absl::UnavailableError("away"));
  time_.Advance(kMillisecond);
  EXPECT_THAT(calls_, SizeIs(1));
  AnswerWithEcho(Take());
}

TEST_F(RetrierTest, CancelAnswersWhatWaitsForItsRetry) {
  Start({.initial_backoff = absl::Seconds(1)});
  Send({"a"});
  Fail(Take(), absl::UnavailableError("away"));
  EXPECT_THAT(answers_, IsEmpty());
  retrier_->Cancel();
  EXPECT_THAT(answers_, ElementsAre("CANCELLED"));
  time_.Advance(absl::Seconds(2));
  EXPECT_THAT(calls_, IsEmpty());
}

TEST(RetryPolicy, WhatIsSentAgain) {
  struct Row {
    TransportOutcome outcome;
    size_t attempts;
    bool expected;
    const char* why;
  };
  const absl::Duration second = absl::Seconds(1);
  const Row kRows[] = {
      {{absl::UnavailableError(""), {}}, 7, true, "another server, or later"},
      {{absl::UnavailableError(""), -second}, 1, false, "the server asks for none"},
      {{absl::ResourceExhaustedError(""), second}, 7, true, "it says when"},
      {{absl::ResourceExhaustedError(""), {}}, 1, false, "too large: no time helps"},
      {{absl::InternalError(""), {}}, 1, true, "once, says the contract"},
      {{absl::InternalError(""), {}}, 2, false, "not more than once"},
      {{absl::DeadlineExceededError(""), {}}, 1, true, "it may be another article's"},
      {{absl::InvalidArgumentError(""), {}}, 1, false, "the caller must act"},
      {{absl::NotFoundError(""), {}}, 1, false, "the caller must act"},
      {{absl::UnauthenticatedError(""), {}}, 1, false, "the caller must act"},
      {{absl::FailedPreconditionError(""), {}}, 1, false, "an operator must act"},
      {{absl::CancelledError(""), {}}, 1, false, "nobody waits"},
      {EchoOf({}), 1, false, "it is labelled"},
      {ArticleErrorOf(v1::ERROR_CODE_UNAVAILABLE), 1, true, "the server stopped before it"},
      {ArticleErrorOf(v1::ERROR_CODE_RESOURCE_EXHAUSTED), 1, true, "refused by admission"},
      {ArticleErrorOf(v1::ERROR_CODE_INVALID_ARGUMENT), 1, false, "the article is wrong"},
      {ArticleErrorOf(v1::ERROR_CODE_INTERNAL), 1, false, "a bug does not go away"},
      {ArticleErrorOf(v1::ERROR_CODE_DEADLINE_EXCEEDED), 1, false, "its time is over"},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(IsRetriable(row.outcome, row.attempts), row.expected)
        << row.outcome.result.status() << ": " << row.why;
  }
}

TEST(RetryPolicy, WaitIsTheLongerOfBackoffAndPushback) {
  const RetryOptions options{.initial_backoff = absl::Milliseconds(100),
                             .max_backoff = absl::Seconds(1)};
  const TransportOutcome plain{absl::UnavailableError(""), std::nullopt};
  EXPECT_EQ(RetryWait(options, 1, plain, 0.0), absl::Milliseconds(50));
  EXPECT_EQ(RetryWait(options, 1, plain, 1.0), absl::Milliseconds(100));
  EXPECT_EQ(RetryWait(options, 3, plain, 1.0), absl::Milliseconds(400));
  EXPECT_EQ(RetryWait(options, 1000, plain, 1.0), absl::Seconds(1));
  const TransportOutcome pushed{absl::ResourceExhaustedError(""), absl::Seconds(3)};
  EXPECT_EQ(RetryWait(options, 1, pushed, 0.0), absl::Seconds(3));
}

}  // namespace
}  // namespace tasnif
