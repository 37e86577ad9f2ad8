#include "base/periodic.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace tasnif {
namespace {

TEST(Periodic, RunsAgainAndAgain) {
  std::promise<void> third;
  int runs = 0;
  {
    const Periodic periodic(absl::Milliseconds(1), [&] {
      if (++runs == 3) third.set_value();
    });
    third.get_future().get();
  }
  EXPECT_GE(runs, 3);
}

TEST(Periodic, EndsAtOnceWhereItsTimeHasNotCome) {
  std::atomic<int> runs = 0;
  {
    const Periodic periodic(absl::Hours(10), [&] { ++runs; });
  }
  EXPECT_EQ(runs, 0);
}

}  // namespace
}  // namespace tasnif
