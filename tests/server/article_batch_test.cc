#include "server/article_batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "tests/server/manual_executor.h"

namespace tasnif {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

absl::Status Ok() { return absl::OkStatus(); }
size_t TenBytes(size_t) { return 10; }

// A batch whose first turn begins as soon as the executor runs it.
void Queue(ArticleBatch batch, const TurnQueue& turns, const TurnLimits& limits = {}) {
  auto shared = std::make_shared<ArticleBatch>(std::move(batch));
  turns.Run(shared->flow, 1, [shared, turns, limits](size_t worker) {
    RunBatch(std::move(*shared), turns, worker, limits);
  });
}

TEST(ArticleBatch, LabelsEveryArticleOnceThenIsDoneOnce) {
  InlineExecutor executor;
  for (size_t count : {1u, 15u, 16u, 17u, 100u}) {
    std::vector<int> labelled(count, 0);
    int done = 0;
    Queue({.count = count,
           .bytes_of = TenBytes,
           .label = [&](size_t index, size_t) { ++labelled[index]; },
           .check = Ok,
           .done =
               [&](absl::Status status) {
                 EXPECT_EQ(status.code(), absl::StatusCode::kOk);
                 EXPECT_THAT(labelled, Each(1)) << "done before the last article";
                 ++done;
               }},
          TurnQueue(executor));
    EXPECT_EQ(done, 1);
  }
}

TEST(ArticleBatch, NoArticleIsDoneAtOnce) {
  InlineExecutor executor;
  int done = 0;
  Queue({.count = 0,
         .bytes_of = TenBytes,
         .label = [](size_t, size_t) { FAIL(); },
         .check = Ok,
         .done = [&](absl::Status) { ++done; }},
        TurnQueue(executor));
  EXPECT_EQ(done, 1);
}

TEST(ArticleBatch, UsesAsManyWorkersAsThereAreArticlesAtMost) {
  for (const auto& [count, expected_lanes] :
       std::vector<std::pair<size_t, size_t>>{{1, 1}, {2, 2}, {4, 4}, {50, 4}}) {
    ManualExecutor executor(4);
    const TurnQueue turns(executor);
    size_t labelled = 0, queued = 0;
    RunBatch({.count = count,
              .bytes_of = TenBytes,
              .label =
                  [&](size_t, size_t) {
                    if (labelled++ == 0) queued = turns.waiting();
                  },
              .check = Ok,
              .done = [](absl::Status) {}},
             turns, /*worker=*/0);
    EXPECT_EQ(queued + 1, expected_lanes) << count;
    executor.RunAll();
    EXPECT_EQ(labelled, count);
  }
}

TEST(ArticleBatch, ASmallOneIsDoneWithItsLastArticleNotWithTheLastWorker) {
  ManualExecutor executor(4);
  const TurnQueue turns(executor);
  bool is_done = false;
  RunBatch({.count = 8,
            .bytes_of = TenBytes,
            .label = [](size_t, size_t) {},
            .check = Ok,
            .done = [&](absl::Status) { is_done = true; }},
           turns, 0);
  EXPECT_TRUE(is_done) << "it waits for turns that have nothing left to do";
  executor.RunAll();
}

TEST(ArticleBatch, WhatItHoldsIsFreedWhenItIsDone) {
  ManualExecutor executor(4);
  const TurnQueue turns(executor);
  auto memory = std::make_shared<int>(0);
  RunBatch({.count = 8,
            .bytes_of = TenBytes,
            .label = [memory](size_t, size_t) {},
            .check = Ok,
            .done = [](absl::Status) {}},
           turns, 0);
  EXPECT_GT(executor.pending(), 0u);
  EXPECT_EQ(memory.use_count(), 1);
  executor.RunAll();
}

TEST(ArticleBatch, ATurnEndsAfterSoManyArticlesOrBytes) {
  for (const auto& [limits, expected] : std::vector<std::pair<TurnLimits, size_t>>{
           {{.articles = 5, .bytes = 1000}, 5}, {{.articles = 16, .bytes = 25}, 3}}) {
    ManualExecutor executor(1);
    const TurnQueue turns(executor);
    size_t labelled = 0;
    RunBatch({.count = 100,
              .bytes_of = TenBytes,
              .label = [&](size_t, size_t) { ++labelled; },
              .check = Ok,
              .done = [](absl::Status) {}},
             turns, 0, limits);
    EXPECT_EQ(labelled, expected);
    executor.RunAll();
    EXPECT_EQ(labelled, 100u);
  }
}

TEST(ArticleBatch, StopsBeforeTheNextArticleAndKeepsTheReason) {
  InlineExecutor executor;
  std::vector<size_t> labelled;
  absl::Status result;
  Queue({.count = 10,
         .bytes_of = TenBytes,
         .label = [&](size_t index, size_t) { labelled.push_back(index); },
         .check = [&] { return labelled.size() < 3 ? Ok() : absl::CancelledError("gone"); },
         .done = [&](absl::Status status) { result = status; }},
        TurnQueue(executor));
  EXPECT_THAT(labelled, ElementsAre(0, 1, 2));
  EXPECT_EQ(result, absl::CancelledError("gone"));
}

TEST(ArticleBatch, EveryWorkerStopsAndTheFirstReasonIsGiven) {
  ManualExecutor executor(3);
  int checks = 0;
  std::vector<absl::Status> results;
  Queue({.count = 100,
         .bytes_of = TenBytes,
         .label = [](size_t, size_t) { FAIL() << "nothing may start"; },
         .check =
             [&] {
               return ++checks == 1 ? absl::CancelledError("first")
                                    : absl::DeadlineExceededError("later");
             },
         .done = [&](absl::Status status) { results.push_back(status); }},
        TurnQueue(executor));
  executor.RunAll();
  EXPECT_THAT(results, ElementsAre(absl::CancelledError("first")));
  EXPECT_EQ(checks, 1);
}

TEST(ArticleBatch, SmallCallIsNotHeldUpByALargeOneBeforeIt) {
  ManualExecutor executor(1);
  const TurnQueue turns(executor);
  std::vector<std::string> finished;
  for (const auto& [name, count] :
       std::vector<std::pair<std::string, size_t>>{{"large", 200}, {"small", 1}}) {
    Queue({.count = count,
           .flow = {"one client"},
           .bytes_of = TenBytes,
           .label = [](size_t, size_t) {},
           .check = Ok,
           .done = [&finished, name = name](absl::Status) { finished.push_back(name); }},
          turns);
  }
  executor.RunAll();
  EXPECT_THAT(finished, ElementsAre("small", "large"));
}

TEST(ArticleBatch, WorkersShareScratchWithoutMeeting) {
  constexpr size_t kCount = 5000;
  ThreadPool pool(4);
  std::vector<int> per_worker(4, 0);  // Unguarded on purpose: each worker owns its own.
  std::vector<int> labelled(kCount, 0);
  std::promise<absl::Status> finished;
  Queue({.count = kCount,
         .bytes_of = TenBytes,
         .label =
             [&](size_t index, size_t worker) {
               ++per_worker[worker];
               ++labelled[index];
             },
         .check = Ok,
         .done = [&](absl::Status status) { finished.set_value(status); }},
        TurnQueue(pool), {.articles = 3});
  EXPECT_EQ(finished.get_future().get(), absl::OkStatus());
  EXPECT_THAT(labelled, Each(1));
  EXPECT_EQ(per_worker[0] + per_worker[1] + per_worker[2] + per_worker[3], int{kCount});
}

TEST(ArticleBatch, ManyStoppedBatchesAreEachDoneOnce) {
  ThreadPool pool(4);
  const TurnQueue turns(pool);
  for (int round = 0; round < 300; ++round) {
    std::atomic<int> checks = 0;
    std::promise<absl::Status> finished;  // A second set_value() would throw.
    Queue({.count = 50,
           .bytes_of = TenBytes,
           .label = [](size_t, size_t) {},
           .check = [&] { return ++checks < 10 ? Ok() : absl::CancelledError("gone"); },
           .done = [&](absl::Status status) { finished.set_value(status); }},
          turns, {.articles = 2});
    EXPECT_EQ(finished.get_future().get(), absl::CancelledError("gone"));
  }
}

TEST(ArticleBatch, DoneMayDestroyWhatTheBatchUsed) {
  ThreadPool pool(4);
  for (int round = 0; round < 200; ++round) {
    auto state = std::make_unique<std::vector<int>>(8, 0);
    auto turns = std::make_unique<TurnQueue>(pool);
    std::vector<int>* labels = state.get();
    const TurnQueue queue = *turns;
    std::promise<void> finished;
    Queue({.count = 8,
           .bytes_of = TenBytes,
           .label = [labels](size_t index, size_t) { ++(*labels)[index]; },
           .check = Ok,
           .done =
               [owned = std::move(state), &turns, &finished](absl::Status) mutable {
                 owned = nullptr;
                 turns = nullptr;
                 finished.set_value();
               }},
          queue, {.articles = 1});
    finished.get_future().get();
  }
}

}  // namespace
}  // namespace tasnif
