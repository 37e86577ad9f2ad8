#include "cli/closed_loop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

#include "base/executor.h"
#include "base/json.h"
#include "cli/bench_client.h"

namespace tasnif {
namespace {

TEST(ClosedLoop, KeepsEveryCallerBusyAndNoMore) {
  ThreadPool pool(2);
  std::atomic<int> under_way = 0, most = 0, calls = 0;
  const std::vector<v1::Article> articles(3);
  const auto result =
      RunClosedLoop({.callers = 5, .duration = absl::Milliseconds(50)}, articles,
                    [&](const v1::Article&, absl::AnyInvocable<void(absl::Status) &&> done) {
                      const int now = ++under_way;
                      for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
                      }
                      ++calls;
                      pool.Run([&, done = std::move(done)](size_t) mutable {
                        --under_way;
                        std::move(done)(absl::OkStatus());
                      });
                    });
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_LE(most, 5);
  EXPECT_GT(calls, 5);
  EXPECT_GT(result->articles_per_s, 0);
  EXPECT_LE(result->p50_ms, result->p99_ms);
}

TEST(ClosedLoop, FirstErrorEndsIt) {
  ThreadPool pool(1);
  const std::vector<v1::Article> articles(1);
  const auto result =
      RunClosedLoop({.callers = 3, .duration = absl::Hours(1)}, articles,
                    [&](const v1::Article&, absl::AnyInvocable<void(absl::Status) &&> done) {
                      pool.Run([done = std::move(done)](size_t) mutable {
                        std::move(done)(absl::UnavailableError("gone"));
                      });
                    });
  EXPECT_EQ(result.status(), absl::UnavailableError("gone"));
}

TEST(ClosedLoop, Quantiles) {
  std::vector<double> values = {5, 1, 4, 2, 3};
  EXPECT_EQ(Quantile(&values, 0.5), 3);
  EXPECT_EQ(Quantile(&values, 0.99), 5);
  EXPECT_EQ(Quantile(&values, 0), 1);
  std::vector<double> none;
  EXPECT_EQ(Quantile(&none, 0.5), 0);
}

TEST(ClientBench, JsonHasTheRatio) {
  const auto json = ParseJson(ClientBenchJson({.unary = {.articles_per_s = 100, .p99_ms = 4},
                                               .batching = {.articles_per_s = 350, .p99_ms = 3}}));
  ASSERT_TRUE(json.ok()) << json.status();
  EXPECT_EQ((*json)["unary"]["articles_per_s"], 100);
  EXPECT_EQ((*json)["batching"]["p99_ms"], 3);
  EXPECT_EQ((*json)["ratio"], 3.5);
}

}  // namespace
}  // namespace tasnif
