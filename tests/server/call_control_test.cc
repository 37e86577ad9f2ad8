#include "server/call_control.h"

#include <gtest/gtest.h>

namespace tasnif {
namespace {

TEST(CallControl, GoesOnUntilTheDeadline) {
  FakeClock clock;
  const CallControl control(clock, clock.Now() + absl::Seconds(2));
  EXPECT_EQ(control.Check().code(), absl::StatusCode::kOk);
  clock.Advance(absl::Seconds(2) - absl::Nanoseconds(1));
  EXPECT_EQ(control.Check().code(), absl::StatusCode::kOk);
  clock.Advance(absl::Nanoseconds(1));
  EXPECT_EQ(control.Check().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(CallControl, WithoutDeadlineItNeverExpires) {
  FakeClock clock;
  const CallControl control(clock, absl::InfiniteFuture());
  clock.Advance(absl::Hours(24 * 365 * 50));
  EXPECT_EQ(control.Check().code(), absl::StatusCode::kOk);
}

TEST(CallControl, CancelledCallStaysCancelledEvenPastItsDeadline) {
  FakeClock clock;
  CallControl control(clock, clock.Now() + absl::Seconds(1));
  control.Cancel();
  EXPECT_EQ(control.Check().code(), absl::StatusCode::kCancelled);
  clock.Advance(absl::Seconds(5));
  EXPECT_EQ(control.Check().code(), absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace tasnif
