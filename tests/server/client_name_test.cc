#include "server/client_name.h"

#include <gtest/gtest.h>

#include <string>

namespace tasnif {
namespace {

TEST(ClientName, IsTheMachineAndOnThisOneTheNameItGives) {
  const struct {
    const char* peer;
    std::string claimed;
    const char* expected;
    const char* why;
  } kRows[] = {
      {"ipv4:10.0.0.7:51234", "", "10.0.0.7", "ports of one machine are one client"},
      {"ipv4:10.0.0.7:51234", "importer", "10.0.0.7", "another machine cannot name itself"},
      {"ipv6:[2001:db8::5]:443", "", "2001:db8::5", ""},
      {"ipv6:%5B2001:db8::5%5D:443", "x", "2001:db8::5", "as gRPC writes it"},
      {"ipv4:127.0.0.1:9", "importer", "127.0.0.1/importer", "a proxy on this machine"},
      {"ipv6:%5B::1%5D:9", "importer", "::1/importer", ""},
      {"unix:/run/tasnif.sock", "importer", "unix:/run/tasnif.sock/importer", ""},
      {"ipv4:127.0.0.1:9", "two words", "127.0.0.1", "not visible ASCII"},
      {"ipv4:127.0.0.1:9", std::string(129, 'x'), "127.0.0.1", "too long"},
      {"ipv4:127.0.0.1.evil.example:9", "x", "127.0.0.1.evil.example", "not loopback"},
      {"", "", "", ""},
      {"somewhere", "x", "somewhere", ""},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(ClientName(row.peer, row.claimed), row.expected) << row.why;
  }
}

}  // namespace
}  // namespace tasnif
