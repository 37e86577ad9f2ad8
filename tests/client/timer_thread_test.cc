#include "client/timer_thread.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <vector>

#include "base/steady_clock.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;

// No test here waits for time to pass: what is due is due already, what is not due never will be.
TEST(TimerThread, RunsWhatIsDueByTimeAndThenByOrder) {
  SteadyClock clock;
  const absl::Time due = clock.Now() - absl::Seconds(1);
  std::vector<int> ran;
  std::promise<void> done;
  TimerThread timer(clock);
  // From the timer's own thread, so that none of these runs before all are there.
  timer.RunAt(due, [&] {
    timer.RunAt(due, [&] { ran.push_back(2); });
    timer.RunAt(due - absl::Seconds(1), [&] { ran.push_back(1); });
    timer.RunAt(due, [&] { ran.push_back(3); });
    timer.RunAt(due + absl::Milliseconds(1), [&] { done.set_value(); });
  });
  done.get_future().wait();
  EXPECT_THAT(ran, ElementsAre(1, 2, 3));
}

TEST(TimerThread, EndDropsWhatIsNotDue) {
  SteadyClock clock;
  auto held = std::make_shared<int>(0);
  {
    TimerThread timer(clock);
    timer.RunAt(clock.Now() + absl::Hours(1), [held] { ++*held; });
    timer.RunAt(absl::InfiniteFuture(), [held] { ++*held; });
    EXPECT_EQ(held.use_count(), 3);
  }
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_EQ(*held, 0);
}

TEST(TimerThread, EarlierTaskWakesIt) {
  SteadyClock clock;
  std::promise<void> done;
  TimerThread timer(clock);
  timer.RunAt(clock.Now() + absl::Hours(1), [] {});
  timer.RunAt(clock.Now(), [&] { done.set_value(); });
  done.get_future().wait();
}

}  // namespace
}  // namespace tasnif
