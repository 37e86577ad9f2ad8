#include "registry/reload_schedule.h"

#include <gtest/gtest.h>

namespace tasnif {
namespace {

const absl::Time kStart = absl::UnixEpoch();
const ReloadOptions kOptions = {.poll = absl::Seconds(10),
                                .quiet = absl::Milliseconds(100),
                                .max_quiet = absl::Seconds(2),
                                .max_poll = absl::Seconds(60)};

TEST(ReloadSchedule, PollsWithoutAnyChange) {
  ReloadSchedule schedule(kOptions, kStart);
  EXPECT_EQ(schedule.UntilNext(kStart), absl::Seconds(10));
  EXPECT_FALSE(schedule.IsDue(kStart + absl::Seconds(9)));
  EXPECT_TRUE(schedule.IsDue(kStart + absl::Seconds(10)));
  schedule.OnReload(kStart + absl::Seconds(10), true);
  EXPECT_EQ(schedule.UntilNext(kStart + absl::Seconds(10)), absl::Seconds(10));
}

TEST(ReloadSchedule, AChangeCountsOnceItIsQuiet) {
  ReloadSchedule schedule(kOptions, kStart);
  schedule.OnChange(kStart);
  schedule.OnChange(kStart + absl::Milliseconds(80));
  EXPECT_FALSE(schedule.IsDue(kStart + absl::Milliseconds(170)));
  EXPECT_TRUE(schedule.IsDue(kStart + absl::Milliseconds(180)));
  schedule.OnReload(kStart + absl::Milliseconds(180), true);
  EXPECT_FALSE(schedule.IsDue(kStart + absl::Seconds(1))) << "the change was looked at";
}

TEST(ReloadSchedule, ChangesWithoutEndDoNotPutItOffForEver) {
  ReloadSchedule schedule(kOptions, kStart);
  absl::Time now = kStart;
  while (!schedule.IsDue(now)) {
    schedule.OnChange(now);
    now += absl::Milliseconds(50);
    ASSERT_LE(now - kStart, absl::Seconds(3));
  }
  EXPECT_EQ(now - kStart, absl::Seconds(2));
}

TEST(ReloadSchedule, FailuresAreLookedAtLessAndLessOftenButChangesAtOnce) {
  ReloadSchedule schedule(kOptions, kStart);
  for (const int expected : {20, 40, 60, 60}) {
    schedule.OnReload(kStart, false);
    EXPECT_EQ(schedule.UntilNext(kStart), absl::Seconds(expected));
  }
  schedule.OnChange(kStart);
  EXPECT_EQ(schedule.UntilNext(kStart), absl::Milliseconds(100));
  schedule.OnReload(kStart, true);
  EXPECT_EQ(schedule.UntilNext(kStart), absl::Seconds(10));
}

}  // namespace
}  // namespace tasnif
