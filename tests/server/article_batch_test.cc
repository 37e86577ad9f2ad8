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

TEST(ArticleBatch, LabelsEveryArticleOnceThenIsDoneOnce) {
  InlineExecutor executor;
  for (size_t count : {1u, 15u, 16u, 17u, 100u}) {
    std::vector<int> labelled(count, 0);
    int done = 0;
    RunBatch({.count = count,
              .label = [&](size_t index, size_t) { ++labelled[index]; },
              .check = Ok,
              .done =
                  [&](absl::Status status) {
                    EXPECT_EQ(status.code(), absl::StatusCode::kOk);
                    EXPECT_THAT(labelled, Each(1)) << "done before the last article";
                    ++done;
                  }},
             executor);
    EXPECT_EQ(done, 1);
  }
}

TEST(ArticleBatch, NoArticleIsDoneAtOnce) {
  InlineExecutor executor;
  int done = 0;
  RunBatch({.count = 0,
            .label = [](size_t, size_t) { FAIL(); },
            .check = Ok,
            .done = [&](absl::Status) { ++done; }},
           executor);
  EXPECT_EQ(done, 1);
}

TEST(ArticleBatch, UsesAsManyWorkersAsThereAreArticlesAtMost) {
  for (const auto& [count, expected_lanes] :
       std::vector<std::pair<size_t, size_t>>{{1, 1}, {2, 2}, {4, 4}, {50, 4}}) {
    ManualExecutor executor(4);
    RunBatch(
        {.count = count, .label = [](size_t, size_t) {}, .check = Ok, .done = [](absl::Status) {}},
        executor);
    EXPECT_EQ(executor.pending(), expected_lanes) << count;
    executor.RunAll();
  }
}

TEST(ArticleBatch, StopsBeforeTheNextArticleAndKeepsTheReason) {
  InlineExecutor executor;
  std::vector<size_t> labelled;
  absl::Status result;
  RunBatch({.count = 10,
            .label = [&](size_t index, size_t) { labelled.push_back(index); },
            .check = [&] { return labelled.size() < 3 ? Ok() : absl::CancelledError("gone"); },
            .done = [&](absl::Status status) { result = status; }},
           executor);
  EXPECT_THAT(labelled, ElementsAre(0, 1, 2));
  EXPECT_EQ(result, absl::CancelledError("gone"));
}

TEST(ArticleBatch, EveryWorkerStopsAndTheFirstReasonIsGiven) {
  ManualExecutor executor(3);
  int checks = 0;
  std::vector<absl::Status> results;
  RunBatch({.count = 100,
            .label = [](size_t, size_t) { FAIL() << "nothing may start"; },
            .check =
                [&] {
                  return ++checks == 1 ? absl::CancelledError("first")
                                       : absl::DeadlineExceededError("later");
                },
            .done = [&](absl::Status status) { results.push_back(status); }},
           executor);
  executor.RunAll();
  EXPECT_THAT(results, ElementsAre(absl::CancelledError("first")));
  EXPECT_EQ(checks, 1);
}

TEST(ArticleBatch, SmallCallIsNotHeldUpByALargeOneBeforeIt) {
  ManualExecutor executor(1);
  std::vector<std::string> finished;
  RunBatch({.count = 200,
            .label = [](size_t, size_t) {},
            .check = Ok,
            .done = [&](absl::Status) { finished.push_back("large"); }},
           executor, /*articles_per_turn=*/16);
  RunBatch({.count = 1,
            .label = [](size_t, size_t) {},
            .check = Ok,
            .done = [&](absl::Status) { finished.push_back("small"); }},
           executor, 16);
  executor.RunAll();
  EXPECT_THAT(finished, ElementsAre("small", "large"));
}

TEST(ArticleBatch, WorkersShareScratchWithoutMeeting) {
  constexpr size_t kCount = 5000;
  ThreadPool pool(4);
  std::vector<int> per_worker(4, 0);  // Unguarded on purpose: each worker owns its own.
  std::vector<int> labelled(kCount, 0);
  std::promise<absl::Status> finished;
  RunBatch({.count = kCount,
            .label =
                [&](size_t index, size_t worker) {
                  ++per_worker[worker];
                  ++labelled[index];
                },
            .check = Ok,
            .done = [&](absl::Status status) { finished.set_value(status); }},
           pool, /*articles_per_turn=*/3);
  EXPECT_EQ(finished.get_future().get(), absl::OkStatus());
  EXPECT_THAT(labelled, Each(1));
  EXPECT_EQ(per_worker[0] + per_worker[1] + per_worker[2] + per_worker[3], int{kCount});
}

TEST(ArticleBatch, DoneMayDestroyWhatTheBatchUsed) {
  ThreadPool pool(4);
  for (int round = 0; round < 200; ++round) {
    auto state = std::make_unique<std::vector<int>>(8, 0);
    std::vector<int>* labels = state.get();
    std::promise<void> finished;
    RunBatch({.count = 8,
              .label = [labels](size_t index, size_t) { ++(*labels)[index]; },
              .check = Ok,
              .done =
                  [owned = std::move(state), &finished](absl::Status) mutable {
                    owned = nullptr;
                    finished.set_value();
                  }},
             pool, 1);
    finished.get_future().get();
  }
}

}  // namespace
}  // namespace tasnif
