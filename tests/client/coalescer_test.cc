#include "client/coalescer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/client/fakes.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class CoalescerTest : public ::testing::Test {
 protected:
  void Start(const CoalesceOptions& options) {
    coalescer_ = std::make_unique<Coalescer>(options, time_.clock(), time_,
                                             std::make_unique<FakeServer>(&calls_));
  }
  ~CoalescerTest() override {
    for (FakeServer::Held& held : std::exchange(calls_, {})) AnswerWithEcho(std::move(held));
  }

  void Send(const std::vector<std::string>& texts, absl::Duration left = absl::Seconds(60)) {
    coalescer_->Send(BatchOf(texts, time_.Now() + left), [this](Reply reply) {
      for (std::string& line : Describe(reply)) answers_.push_back(std::move(line));
    });
  }

  void AnswerFirst() {
    FakeServer::Held held = std::move(calls_.front());
    calls_.erase(calls_.begin());
    AnswerWithEcho(std::move(held));
  }

  FakeTime time_;
  std::vector<FakeServer::Held> calls_;
  std::vector<std::string> answers_;
  std::unique_ptr<Coalescer> coalescer_;
};

TEST_F(CoalescerTest, FullCallLeavesAtOnce) {
  Start({.max_articles = 3, .eager_calls = 0});
  Send({"a"});
  Send({"b"});
  EXPECT_THAT(calls_, IsEmpty());
  Send({"c"});
  ASSERT_THAT(calls_, SizeIs(1));
  EXPECT_THAT(TextsOf(calls_[0].batch), ElementsAre("a", "b", "c"));
  AnswerFirst();
  EXPECT_THAT(answers_, ElementsAre("ok a", "ok b", "ok c"));
}

TEST_F(CoalescerTest, CallLeavesWhenItsFirstArticleHasWaited) {
  Start({.max_articles = 10, .max_delay = absl::Milliseconds(2), .eager_calls = 0});
  Send({"a"});
  time_.Advance(absl::Microseconds(1500));
  Send({"b"});
  time_.Advance(absl::Microseconds(499));
  EXPECT_THAT(calls_, IsEmpty());
  time_.Advance(absl::Microseconds(1));
  ASSERT_THAT(calls_, SizeIs(1));
  EXPECT_THAT(TextsOf(calls_[0].batch), ElementsAre("a", "b"));
}

TEST_F(CoalescerTest, CallLeavesBeforeItsBytesOverflow) {
  const std::string text(100, 'x');
  Start({.max_articles = 10, .max_bytes = 250, .eager_calls = 0});
  Send({text});
  Send({text});
  EXPECT_THAT(calls_, IsEmpty());
  Send({text});
  ASSERT_THAT(calls_, SizeIs(1));
  EXPECT_EQ(calls_[0].batch.size(), 2u);
}

TEST_F(CoalescerTest, LargeBatchIsNotTornApart) {
  Start({.max_articles = 2, .eager_calls = 0});
  Send({"a", "b", "c"});
  ASSERT_THAT(calls_, SizeIs(1));
  EXPECT_EQ(calls_[0].batch.size(), 3u);
}

TEST_F(CoalescerTest, LoneArticleWaitsForNobody) {
  Start({.max_articles = 10, .eager_calls = 1});
  Send({"a"});
  ASSERT_THAT(calls_, SizeIs(1));
  Send({"b"});
  Send({"c"});
  EXPECT_THAT(calls_, SizeIs(1));  // The server is busy: these two go together.
  AnswerFirst();
  ASSERT_THAT(calls_, SizeIs(1));
  EXPECT_THAT(TextsOf(calls_[0].batch), ElementsAre("b", "c"));
}

TEST_F(CoalescerTest, WhatCallersSendInTurnGoesTogether) {
  Start({.max_articles = 10, .eager_calls = 1});
  Send({"first"});
  for (const char* text : {"a", "b", "c"}) {
    coalescer_->Send(BatchOf({text}, time_.Now() + absl::Seconds(60)),
                     [this, text](Reply) { Send({std::string("next ") + text}); });
  }
  AnswerFirst();
  AnswerFirst();
  ASSERT_THAT(calls_, SizeIs(1));
  EXPECT_THAT(TextsOf(calls_[0].batch), ElementsAre("next a", "next b", "next c"));
}

TEST_F(CoalescerTest, OptionsAndTimesLeftDoNotMix) {
  Start({.max_articles = 10, .max_delay = absl::Milliseconds(1), .eager_calls = 0});
  Send({"long"}, absl::Seconds(60));
  Send({"also long"}, absl::Seconds(59));
  Send({"short"}, absl::Milliseconds(100));
  Batch explained = BatchOf({"explained"}, time_.Now() + absl::Seconds(60));
  explained.request.mutable_options()->set_explain(true);
  coalescer_->Send(std::move(explained), [](Reply) {});
  time_.Advance(absl::Milliseconds(1));
  ASSERT_THAT(calls_, SizeIs(3));
  EXPECT_THAT(TextsOf(calls_[0].batch), ElementsAre("long", "also long"));
  EXPECT_THAT(TextsOf(calls_[1].batch), ElementsAre("short"));
  EXPECT_TRUE(calls_[2].batch.request.options().explain());
}

TEST_F(CoalescerTest, NoDelayMeansNoCompany) {
  Start({.max_articles = 10, .max_delay = absl::ZeroDuration(), .eager_calls = 0});
  Send({"a"});
  Send({"b"});
  EXPECT_THAT(calls_, SizeIs(2));
  EXPECT_EQ(time_.waiting(), 0u);
}

TEST_F(CoalescerTest, FlushSendsAndCancelAnswersWhatIsOpen) {
  Start({.max_articles = 10, .eager_calls = 0});
  Send({"a"});
  coalescer_->Flush();
  EXPECT_THAT(calls_, SizeIs(1));
  Send({"b"});
  coalescer_->Cancel();
  EXPECT_THAT(answers_, ElementsAre("CANCELLED", "CANCELLED"));
}

}  // namespace
}  // namespace tasnif
