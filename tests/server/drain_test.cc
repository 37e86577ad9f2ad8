#include "server/drain.h"

#include <thread>

#include "gtest/gtest.h"

namespace tasnif {
namespace {

TEST(Drain, TakesCallsUntilItBegins) {
  Drain drain;
  EXPECT_TRUE(drain.Enter());
  drain.Begin();
  EXPECT_FALSE(drain.Enter());
  drain.Leave();
  EXPECT_TRUE(drain.WaitUntilIdle(absl::ZeroDuration(), absl::ZeroDuration()));
}

TEST(Drain, GivesUpOnACallThatOutlivesTheGrace) {
  Drain drain;
  ASSERT_TRUE(drain.Enter());
  drain.Begin();
  EXPECT_FALSE(drain.WaitUntilIdle(absl::ZeroDuration(), absl::ZeroDuration()));
  drain.Leave();
}

TEST(Drain, WaitsForTheLastCall) {
  Drain drain;
  ASSERT_TRUE(drain.Enter());
  ASSERT_TRUE(drain.Enter());
  drain.Begin();
  std::thread caller([&] {
    drain.Leave();
    drain.Leave();
  });
  // An hour never passes: only the calls can end the wait.
  EXPECT_TRUE(drain.WaitUntilIdle(absl::ZeroDuration(), absl::Hours(1)));
  caller.join();
}

}  // namespace
}  // namespace tasnif
