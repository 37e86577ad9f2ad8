#include "base/loopback.h"

#include <gtest/gtest.h>

namespace tasnif {
namespace {

TEST(IsLoopback, KnowsWhatOtherMachinesCannotReach) {
  for (const char* host : {"127.0.0.1", "127.255.255.254", "::1", "localhost"}) {
    EXPECT_TRUE(IsLoopback(host)) << host;
  }
  for (const char* host : {"0.0.0.0", "::", "10.0.0.1", "128.0.0.1", "127.example.org", "127.1",
                           "localhost.example.org", ""}) {
    EXPECT_FALSE(IsLoopback(host)) << host;
  }
}

}  // namespace
}  // namespace tasnif
