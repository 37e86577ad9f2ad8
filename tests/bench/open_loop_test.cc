// The open loop over a clock that moves only when the loop sleeps.
#include "bench/open_loop.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <utility>

namespace tasnif {
namespace {

// A server with one worker: each request takes `service`, and they wait for each other.
class FakeServer : public LoadTarget, public LoopTime {
 public:
  explicit FakeServer(absl::Duration service) : service_(service) {}

  void Send(size_t number, Done done) override {
    if (refuses_every > 0 && number % refuses_every == 0) return done(batch);
    const absl::Time start = std::max(free_, now_);
    free_ = start + service_;
    if (stall_once > absl::ZeroDuration() && number == 50) free_ += stall_once;
    waiting_.emplace_back(free_, std::move(done));
  }

  absl::Time Now() override { return now_; }
  void SleepUntil(absl::Time time) override {
    while (!is_dead && !waiting_.empty() && waiting_.front().first <= time) {
      now_ = std::max(now_, waiting_.front().first);
      const Done done = std::move(waiting_.front().second);
      waiting_.pop_front();
      done(0);
    }
    now_ = std::max(now_, time);
  }

  absl::Duration stall_once;
  size_t refuses_every = 0;
  size_t batch = 1;
  bool is_dead = false;

 private:
  const absl::Duration service_;
  absl::Time now_ = absl::UnixEpoch();
  absl::Time free_ = absl::UnixEpoch();
  std::deque<std::pair<absl::Time, Done>> waiting_;
};

constexpr absl::Duration kService = absl::Milliseconds(1);

OpenLoopResult RunLoad(const std::shared_ptr<FakeServer>& server, double articles_per_s) {
  return RunOpenLoop({.batch = server->batch,
                      .articles_per_s = articles_per_s,
                      .duration = absl::Seconds(10),
                      .patience = absl::Seconds(60)},
                     *server, server);
}

TEST(OpenLoop, AFastServerLabelsWhatIsOffered) {
  const auto server = std::make_shared<FakeServer>(kService);
  const OpenLoopResult result = RunLoad(server, 100);
  EXPECT_NEAR(result.offered_per_s, 100, 15);
  EXPECT_NEAR(result.articles_per_s, result.offered_per_s, 1);
  EXPECT_LT(result.p50, absl::Milliseconds(2));
  EXPECT_EQ(result.errors, 0u);
}

TEST(OpenLoop, ASlowServerGivesItsCapacityAndTheWaitCounts) {
  const auto server = std::make_shared<FakeServer>(kService);
  const OpenLoopResult result = RunLoad(server, 2000);
  EXPECT_NEAR(result.articles_per_s, 1000, 10);
  // Half of what came in ten seconds waits at their end.
  EXPECT_GT(result.p99, absl::Seconds(9));
  EXPECT_EQ(result.errors, 0u) << "all were answered in the end";
}

// A closed loop would have sent nothing during the stall, and seen one slow request.
TEST(OpenLoop, AStallCountsForEveryRequestThatWasDueMeanwhile) {
  const auto server = std::make_shared<FakeServer>(kService);
  server->stall_once = absl::Seconds(2);
  const OpenLoopResult result = RunLoad(server, 100);
  EXPECT_GT(result.p99, absl::Seconds(1));
}

TEST(OpenLoop, ABatchCountsAsItsArticles) {
  const auto server = std::make_shared<FakeServer>(kService);
  server->batch = 64;
  const OpenLoopResult result = RunLoad(server, 6400);
  EXPECT_NEAR(result.offered_per_s, 6400, 1000);
  EXPECT_NEAR(result.articles_per_s, result.offered_per_s, 64);
}

TEST(OpenLoop, RefusalsAreErrorsAndNoAnswers) {
  const auto server = std::make_shared<FakeServer>(kService);
  server->batch = 2;
  server->refuses_every = 2;
  const OpenLoopResult result = RunLoad(server, 200);
  EXPECT_NEAR(static_cast<double>(result.errors), result.offered_per_s * 10 / 2, 2);
  EXPECT_NEAR(result.articles_per_s, result.offered_per_s / 2, 1);
  EXPECT_GT(result.p50, absl::Microseconds(900)) << "the speed of a refusal flatters nobody";
}

TEST(OpenLoop, WhatIsNeverAnsweredIsAnErrorThatWaitedToTheEnd) {
  const auto server = std::make_shared<FakeServer>(kService);
  server->is_dead = true;
  const OpenLoopResult result = RunLoad(server, 100);
  EXPECT_EQ(result.articles_per_s, 0);
  EXPECT_NEAR(static_cast<double>(result.errors), result.offered_per_s * 10, 1);
  EXPECT_GT(result.p50, absl::Seconds(60));
}

TEST(OpenLoop, AnswersAfterTheEndAreHarmless) {
  class LateServer : public LoadTarget {
   public:
    void Send(size_t, Done done) override { kept.push_back(std::move(done)); }
    std::deque<Done> kept;
  };
  LateServer late;
  {
    const auto time = std::make_shared<FakeServer>(kService);
    const OpenLoopResult result = RunOpenLoop(
        {.articles_per_s = 100, .duration = absl::Seconds(1), .patience = absl::Seconds(1)}, late,
        time);
    EXPECT_GT(result.errors, 50u);
  }
  for (const auto& done : late.kept) done(0);
}

}  // namespace
}  // namespace tasnif
