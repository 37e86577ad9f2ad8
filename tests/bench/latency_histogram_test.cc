#include "bench/latency_histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace tasnif {
namespace {

TEST(LatencyHistogram, QuantilesAreWithinOnePercentOfTheSortedValues) {
  std::mt19937 random(3);
  std::lognormal_distribution<double> spread(7, 2);  // Microseconds, around a millisecond.
  std::vector<double> micros(50000);
  LatencyHistogram histogram;
  for (double& value : micros) {
    value = spread(random) + 1;
    histogram.Add(absl::Microseconds(value));
  }
  std::sort(micros.begin(), micros.end());
  for (const double share : {0.01, 0.5, 0.9, 0.99, 0.999}) {
    const double expected = micros[static_cast<size_t>(share * micros.size()) - 1];
    EXPECT_NEAR(absl::ToDoubleMicroseconds(histogram.Quantile(share)), expected, 0.01 * expected)
        << share;
  }
  EXPECT_EQ(histogram.count(), micros.size());
}

TEST(LatencyHistogram, OfNoneItIsZero) {
  EXPECT_EQ(LatencyHistogram().Quantile(0.5), absl::ZeroDuration());
}

TEST(LatencyHistogram, OneSlowOneInAHundredIsTheLastPercent) {
  LatencyHistogram histogram;
  histogram.Add(absl::Milliseconds(1), 99);
  histogram.Add(absl::Seconds(1));
  EXPECT_LT(histogram.Quantile(0.99), absl::Milliseconds(2));
  EXPECT_GT(histogram.Quantile(0.995), absl::Milliseconds(900));
}

TEST(LatencyHistogram, WhatIsOutsideCountsAsTheNearestStep) {
  LatencyHistogram histogram;
  histogram.Add(-absl::Seconds(1));
  histogram.Add(absl::ZeroDuration());
  EXPECT_LT(histogram.Quantile(1), absl::Microseconds(2));
  histogram.Add(absl::InfiniteDuration(), 5);
  EXPECT_GT(histogram.Quantile(1), absl::Minutes(60));
}

}  // namespace
}  // namespace tasnif
