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

TEST(ListenAddress, WhatOthersCanReachAndTokensInTheClearMustBeAskedFor) {
  const struct {
    const char* address;
    Exposure exposure;
    const char* says;  // Null: may be listened on.
  } kRows[] = {
      {"127.0.0.1:0", {}, nullptr},
      {"[::1]:0", {.has_tokens = true}, nullptr},
      {"0.0.0.0:0", {}, "--allow-remote"},
      {"[::]:0", {.has_tls = true, .has_tokens = true}, "--allow-remote"},
      {"0.0.0.0:0", {.allow_remote = true}, nullptr},
      {"0.0.0.0:0", {.allow_remote = true, .has_tls = true, .has_tokens = true}, nullptr},
      {"0.0.0.0:0", {.allow_remote = true, .has_tokens = true}, "--allow-plaintext-tokens"},
      {"10.0.0.1:0",
       {.allow_remote = true, .has_tokens = true, .allow_plaintext_tokens = true},
       nullptr},
      {"nonsense", {.allow_remote = true}, "HOST:PORT"},
  };
  for (const auto& row : kRows) {
    const absl::Status status = CheckListenAddress(row.address, row.exposure).status();
    EXPECT_EQ(status.code(),
              row.says == nullptr ? absl::StatusCode::kOk : absl::StatusCode::kInvalidArgument)
        << row.address << ": " << status;
    if (row.says == nullptr) continue;
    EXPECT_NE(status.message().find(row.says), std::string::npos) << status;
  }
}

TEST(ListenAddress, JoinsWithBracketsWhereNeeded) {
  EXPECT_EQ(JoinAddress("127.0.0.1", 80), "127.0.0.1:80");
  EXPECT_EQ(JoinAddress("::1", 80), "[::1]:80");
}

}  // namespace
}  // namespace tasnif
