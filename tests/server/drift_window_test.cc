#include "server/drift_window.h"

#include <gtest/gtest.h>

namespace tasnif {
namespace {

LabelCounts Counts(double sport) { return {{"topic@1", {{"sport", sport}}}}; }

TEST(DriftWindow, CountsFromTheStartUntilItsSpanIsOver) {
  DriftWindow window(absl::Hours(1));
  const absl::Time start = absl::FromUnixSeconds(1700000000);
  EXPECT_EQ(window.Advance(start, Counts(10)), Counts(10));
  EXPECT_EQ(window.Advance(start + absl::Minutes(30), Counts(50)), Counts(50));
  EXPECT_EQ(window.Advance(start + absl::Minutes(60), Counts(70)), Counts(60))
      << "without those of an hour ago";
  EXPECT_EQ(window.Advance(start + absl::Minutes(95), Counts(75)), Counts(25))
      << "the state of half an hour past is the newest that is an hour old";
  EXPECT_EQ(window.Advance(start + absl::Hours(9), Counts(75)), Counts(0)) << "nothing since";
}

TEST(DriftWindow, AModelThatIsNewCountsAsItIs) {
  DriftWindow window(absl::Hours(1));
  const absl::Time start = absl::FromUnixSeconds(1700000000);
  window.Advance(start, Counts(10));
  LabelCounts two = Counts(30);
  two["topic@2"]["sport"] = 5;
  const LabelCounts lately = window.Advance(start + absl::Hours(1), two);
  EXPECT_EQ(lately.at("topic@1").at("sport"), 20);
  EXPECT_EQ(lately.at("topic@2").at("sport"), 5);
}

// However often it is asked, it keeps little: the shares below stay right after a thousand looks.
TEST(DriftWindow, ManyLooksAreAsGoodAsFew) {
  DriftWindow window(absl::Hours(1));
  absl::Time now = absl::FromUnixSeconds(1700000000);
  for (int i = 0; i < 1000; ++i) {
    window.Advance(now, Counts(i));
    now += absl::Seconds(15);
  }
  const double lately = window.Advance(now, Counts(1000)).at("topic@1").at("sport");
  EXPECT_GE(lately, 240) << "240 looks of 15 seconds are an hour";
  EXPECT_LE(lately, 260) << "and states are kept every five minutes";
}

}  // namespace
}  // namespace tasnif
