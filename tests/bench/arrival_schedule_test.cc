#include "bench/arrival_schedule.h"

#include <gtest/gtest.h>

#include <vector>

namespace tasnif {
namespace {

std::vector<absl::Duration> AllOf(const ArrivalOptions& options) {
  ArrivalSchedule schedule(options);
  std::vector<absl::Duration> due;
  while (const auto next = schedule.Next()) due.push_back(*next);
  return due;
}

TEST(ArrivalSchedule, OffersWhatItWasTold) {
  const auto due = AllOf({.requests_per_s = 1000, .duration = absl::Seconds(20)});
  // Of 20,000 the standard deviation is 141.
  EXPECT_NEAR(static_cast<double>(due.size()), 20000, 600);
}

TEST(ArrivalSchedule, NeverGoesBackAndEndsInTime) {
  const auto due = AllOf({.requests_per_s = 100000, .duration = absl::Milliseconds(100)});
  ASSERT_FALSE(due.empty());
  EXPECT_GE(due.front(), absl::ZeroDuration());
  for (size_t i = 1; i < due.size(); ++i) EXPECT_LE(due[i - 1], due[i]);
  EXPECT_LT(due.back(), absl::Milliseconds(100));
}

TEST(ArrivalSchedule, GapsAreThoseOfIndependentClients) {
  const auto due = AllOf({.requests_per_s = 1000, .duration = absl::Seconds(20)});
  size_t long_gaps = 0;
  for (size_t i = 1; i < due.size(); ++i) {
    if (due[i] - due[i - 1] > absl::Milliseconds(1)) ++long_gaps;
  }
  // Longer than the mean: one in e, and not one in two or none as with equal gaps.
  EXPECT_NEAR(static_cast<double>(long_gaps) / static_cast<double>(due.size()), 0.368, 0.02);
}

TEST(ArrivalSchedule, TheSeedDecides) {
  const ArrivalOptions options = {.requests_per_s = 50, .duration = absl::Seconds(2), .seed = 7};
  EXPECT_EQ(AllOf(options), AllOf(options));
  ArrivalOptions other = options;
  other.seed = 8;
  EXPECT_NE(AllOf(options), AllOf(other));
}

}  // namespace
}  // namespace tasnif
