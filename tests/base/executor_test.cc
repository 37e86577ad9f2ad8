#include "base/executor.h"

#include <atomic>
#include <memory>
#include <set>
#include <vector>

#include "gtest/gtest.h"

namespace tasnif {
namespace {

TEST(ThreadPool, RunsEveryTaskOnceBeforeItIsGone) {
  std::vector<std::atomic<int>> runs(1000);
  {
    ThreadPool pool(4);
    for (auto& run : runs) pool.Run([&run](size_t) { ++run; });
  }
  for (const auto& run : runs) EXPECT_EQ(run, 1);
}

TEST(ThreadPool, WorkerIndexIsBelowTheWorkerCount) {
  std::atomic<int> outside = 0;
  {
    ThreadPool pool(3);
    EXPECT_EQ(pool.worker_count(), 3u);
    for (int i = 0; i < 100; ++i) pool.Run([&](size_t worker) { outside += worker >= 3 ? 1 : 0; });
  }
  EXPECT_EQ(outside, 0);
}

TEST(ThreadPool, OneWorkerKeepsTheOrder) {
  std::vector<int> order;
  {
    ThreadPool pool(1);
    for (int i = 0; i < 100; ++i) pool.Run([&order, i](size_t) { order.push_back(i); });
  }
  ASSERT_EQ(order.size(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(order[i], i);
}

TEST(ThreadPool, ZeroWorkersAreTakenAsOne) { EXPECT_EQ(ThreadPool(0).worker_count(), 1u); }

TEST(ThreadPool, TaskMayOwnWhatCannotBeCopied) {
  std::atomic<int> seen = 0;
  {
    ThreadPool pool(1);
    pool.Run([&seen, value = std::make_unique<int>(7)](size_t) { seen = *value; });
  }
  EXPECT_EQ(seen, 7);
}

TEST(ThreadPool, TaskMayQueueMoreTasks) {
  std::atomic<int> runs = 0;
  {
    ThreadPool pool(2);
    pool.Run([&](size_t) {
      ++runs;
      pool.Run([&](size_t) { ++runs; });
    });
  }
  EXPECT_EQ(runs, 2);
}

// Each worker adds to its own number without locks: a shared index is found by tsan and the sum.
TEST(ParallelFor, VisitsEachIndexOnceAndWorkersDoNotShare) {
  ThreadPool pool(4);
  for (const size_t count : {0u, 1u, 2u, 3u, 1000u}) {
    std::vector<int> visits(count);
    std::vector<size_t> of_worker(pool.worker_count());
    ParallelFor(pool, count, [&](size_t index, size_t worker) {
      ++visits[index];
      ++of_worker[worker];
    });
    EXPECT_EQ(visits, std::vector<int>(count, 1));
    size_t sum = 0;
    for (const size_t part : of_worker) sum += part;
    EXPECT_EQ(sum, count);
  }
}

TEST(ParallelFor, CanBeCalledManyTimesAndFromSeveralThreads) {
  ThreadPool pool(2);
  std::atomic<size_t> visits = 0;
  std::vector<std::thread> callers;
  for (int c = 0; c < 3; ++c) {
    callers.emplace_back([&] {
      for (int i = 0; i < 50; ++i) ParallelFor(pool, 10, [&](size_t, size_t) { ++visits; });
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(visits, 3u * 50 * 10);
}

TEST(ParallelFor, InlineExecutorGoesInOrder) {
  InlineExecutor executor;
  std::vector<size_t> order;
  ParallelFor(executor, 4, [&](size_t index, size_t worker) {
    EXPECT_EQ(worker, 0u);
    order.push_back(index);
  });
  EXPECT_EQ(order, (std::vector<size_t>{0, 1, 2, 3}));
}

}  // namespace
}  // namespace tasnif
