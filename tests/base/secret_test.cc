#include "base/secret.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace tasnif {
namespace {

using ::testing::MatchesRegex;

TEST(NewToken, IsLongPrintableAndNeverTheSame) {
  std::set<std::string> tokens;
  for (int i = 0; i < 100; ++i) {
    const auto token = NewToken();
    ASSERT_TRUE(token.ok()) << token.status();
    EXPECT_THAT(*token, MatchesRegex("tsf_[A-Za-z0-9_-]{43}"));
    tokens.insert(*token);
  }
  EXPECT_EQ(tokens.size(), 100u);
}

TEST(EqualInConstantTime, ComparesBytes) {
  const struct {
    std::string a, b;
    bool expected;
    const char* why;
  } kRows[] = {
      {"", "", true, "nothing"},
      {"abc", "abc", true, ""},
      {"abc", "abd", false, "the last byte"},
      {"xbc", "abc", false, "the first byte"},
      {"abc", "abcd", false, "a beginning"},
      {std::string("a\0b", 3), std::string("a\0c", 3), false, "NUL ends nothing"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(EqualInConstantTime(row.a, row.b), row.expected) << row.why;
  }
}

}  // namespace
}  // namespace tasnif
