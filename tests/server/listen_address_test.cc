#include "server/listen_address.h"

#include <gtest/gtest.h>

namespace tasnif {
namespace {

TEST(ListenAddress, ReadsHostAndPort) {
  struct Row {
    const char* address;
    const char* host;
    int port;
  };
  for (const Row& row :
       {Row{"127.0.0.1:8500", "127.0.0.1", 8500}, Row{"localhost:0", "localhost", 0},
        Row{"[::1]:65535", "::1", 65535}, Row{"0.0.0.0:1", "0.0.0.0", 1}}) {
    const auto parsed = ParseListenAddress(row.address);
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(parsed->host, row.host);
    EXPECT_EQ(parsed->port, row.port);
  }
}

TEST(ListenAddress, AnythingElseIsInvalid) {
  for (const char* address : {"", "8500", ":8500", "localhost", "localhost:", "localhost:http",
                              "localhost:65536", "localhost:-1", "::1:8500", "[::1]"}) {
    EXPECT_EQ(ParseListenAddress(address).status().code(), absl::StatusCode::kInvalidArgument)
        << address;
  }
}

TEST(ListenAddress, KnowsWhatOtherMachinesCannotReach) {
  for (const char* host : {"127.0.0.1", "127.255.255.254", "::1", "localhost"}) {
    EXPECT_TRUE(IsLoopback(host)) << host;
  }
  for (const char* host : {"0.0.0.0", "::", "10.0.0.1", "128.0.0.1", "127.example.org", "127.1",
                           "localhost.example.org", ""}) {
    EXPECT_FALSE(IsLoopback(host)) << host;
  }
}

TEST(ListenAddress, JoinsWithBracketsWhereNeeded) {
  EXPECT_EQ(JoinAddress("127.0.0.1", 80), "127.0.0.1:80");
  EXPECT_EQ(JoinAddress("::1", 80), "[::1]:80");
}

}  // namespace
}  // namespace tasnif
