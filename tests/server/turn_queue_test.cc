#include "server/turn_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/server/manual_executor.h"

namespace tasnif {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

TEST(TurnQueue, TheExecutorHoldsOneTaskAWorkerAtMost) {
  ManualExecutor executor(3);
  const TurnQueue turns(executor);
  int ran = 0;
  for (int i = 0; i < 50; ++i) turns.Run({"a"}, 1, [&](size_t) { ++ran; });
  EXPECT_EQ(executor.pending(), 3u);
  EXPECT_EQ(turns.waiting(), 50u);
  executor.RunAll();
  EXPECT_EQ(ran, 50);
  EXPECT_EQ(turns.waiting(), 0u);
}

TEST(TurnQueue, OtherTasksOfTheExecutorWaitForOneTurnOnly) {
  ManualExecutor executor(1);
  const TurnQueue turns(executor);
  std::vector<std::string> order;
  for (int i = 0; i < 3; ++i) turns.Run({"a"}, 1, [&](size_t) { order.push_back("turn"); });
  executor.Run([&](size_t) { order.push_back("other"); });
  executor.RunAll();
  EXPECT_THAT(order, ElementsAre("turn", "other", "turn", "turn"));
}

TEST(TurnQueue, TheFairestTurnRunsNotTheOldest) {
  ManualExecutor executor(1);
  const TurnQueue turns(executor);
  std::vector<std::string> order;
  const auto run = [&](const Flow& flow) {
    turns.Run(flow, 10, [&order, client = flow.client](size_t) { order.push_back(client); });
  };
  run({"a"});
  run({"a"});
  run({"a"});
  run({"b"});
  run({.client = "c", .is_bulk = true});
  executor.RunAll();
  EXPECT_THAT(order, ElementsAre("a", "b", "a", "a", "c"));
}

TEST(TurnQueue, ATurnMayQueueTheNext) {
  InlineExecutor executor;
  const TurnQueue turns(executor);
  int left = 20;
  std::function<void(size_t)> turn = [&](size_t) {
    if (--left > 0) turns.Run({"a"}, 1, turn);
  };
  turns.Run({"a"}, 1, turn);
  EXPECT_EQ(left, 0);
}

TEST(TurnQueue, TurnsThatAreLeftStillRun) {
  ManualExecutor executor(1);
  int ran = 0;
  {
    const TurnQueue turns(executor);
    for (int i = 0; i < 4; ++i) turns.Run({"a"}, 1, [&](size_t) { ++ran; });
  }
  executor.RunAll();
  EXPECT_EQ(ran, 4);
}

TEST(TurnQueue, EveryTurnOfManyThreadsRunsOnce) {
  static constexpr int kThreads = 4, kTurns = 3000;
  std::vector<std::atomic<int>> ran(kThreads * kTurns);
  {
    ThreadPool pool(3);
    const TurnQueue turns(pool);
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < kTurns; ++i) {
          turns.Run({.client = std::to_string(t), .is_bulk = i % 2 == 0}, 1,
                    [&ran, t, i](size_t) { ++ran[t * kTurns + i]; });
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }  // The pool runs what is left.
  for (const std::atomic<int>& count : ran) ASSERT_EQ(count.load(), 1);
}

}  // namespace
}  // namespace tasnif
