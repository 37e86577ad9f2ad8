#include "server/request_id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tasnif {
namespace {

using ::testing::MatchesRegex;

TEST(RequestId, UsableOneIsKept) {
  EXPECT_EQ(RequestIdOr("9f-2/a"), "9f-2/a");
  EXPECT_EQ(RequestIdOr(std::string(128, 'a')), std::string(128, 'a'));
}

TEST(RequestId, AnythingElseBecomesSixteenRandomDigits) {
  for (const std::string& given : {std::string(), std::string(129, 'a'), std::string("a b"),
                                   std::string("a\nb"), std::string("é"), std::string("a\0b", 3)}) {
    EXPECT_THAT(RequestIdOr(given), MatchesRegex("[0-9a-f]{16}"));
  }
  EXPECT_NE(RequestIdOr(""), RequestIdOr(""));
}

}  // namespace
}  // namespace tasnif
