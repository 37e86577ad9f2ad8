#include "base/machine_memory.h"

#include <limits>

#include "gtest/gtest.h"

namespace tasnif {
namespace {

TEST(MachineMemory, ReadsWhatTheKernelSays) {
  const auto bytes = ParseMemAvailable(
      "MemTotal:       24683388 kB\nMemFree:  1 kB\nMemAvailable:   24081 kB\nBuffers: 3 kB\n");
  ASSERT_EQ(bytes.status(), absl::OkStatus());
  EXPECT_EQ(*bytes, 24081u * 1024);
  for (const char* bad : {"", "MemFree: 1 kB\n", "MemAvailable:", "MemAvailable: many kB\n"}) {
    EXPECT_EQ(ParseMemAvailable(bad).status().code(), absl::StatusCode::kNotFound) << bad;
  }
}

TEST(MachineMemory, AContainerMayHaveLess) {
  constexpr uint64_t kNoLimit = std::numeric_limits<uint64_t>::max();
  EXPECT_EQ(LeftInContainer("1000\n", "300\n"), 700u);
  EXPECT_EQ(LeftInContainer("1000\n", "1300\n"), 0u);
  EXPECT_EQ(LeftInContainer("max\n", "300\n"), kNoLimit);
  EXPECT_EQ(LeftInContainer("", ""), kNoLimit);
}

TEST(MachineMemory, IsThereHere) {
  const auto bytes = AvailableMemoryBytes();
  ASSERT_EQ(bytes.status(), absl::OkStatus());
  EXPECT_GT(*bytes, 0u);
}

}  // namespace
}  // namespace tasnif
