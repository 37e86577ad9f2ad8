#include "server/rate_meter.h"

#include <gtest/gtest.h>

namespace tasnif {
namespace {

TEST(RateMeter, IsZeroBeforeAnythingHappened) {
  RateMeter meter(absl::UnixEpoch());
  EXPECT_EQ(meter.PerSecond(absl::UnixEpoch() + absl::Seconds(5)), 0);
}

TEST(RateMeter, FindsASteadyRateFromTheStartAndAfterAChange) {
  absl::Time now = absl::UnixEpoch();
  RateMeter meter(now);
  for (int i = 1; i <= 100; ++i) {  // 50 per second.
    now += absl::Milliseconds(100);
    meter.Add(now, 5);
    if (i >= 5) EXPECT_NEAR(meter.PerSecond(now), 50, 8) << i;
  }
  for (int i = 0; i < 100; ++i) {  // 500 per second.
    now += absl::Milliseconds(100);
    meter.Add(now, 50);
  }
  EXPECT_NEAR(meter.PerSecond(now), 500, 25);
}

TEST(RateMeter, FadesWhenNothingHappens) {
  absl::Time now = absl::UnixEpoch();
  RateMeter meter(now);
  meter.Add(now, 100);
  EXPECT_LT(meter.PerSecond(now + absl::Seconds(30)), 0.001);
}

TEST(RateMeter, AClockThatStepsBackStandsStill) {
  const absl::Time start = absl::UnixEpoch() + absl::Hours(1);
  RateMeter meter(start);
  meter.Add(start + absl::Seconds(1), 10);
  const double rate = meter.PerSecond(start + absl::Seconds(1));
  EXPECT_EQ(meter.PerSecond(start - absl::Minutes(30)), rate);
}

}  // namespace
}  // namespace tasnif
