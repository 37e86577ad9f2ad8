#include "text/pattern_set.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "text/literal_scan.h"

namespace tasnif {
namespace {

std::vector<int> MatchOf(const PatternSet& set, const std::string& text) {
  std::vector<int> indices = {-1};  // To be overwritten.
  set.Match(text, &indices);
  return indices;
}

TEST(PatternSet, NamesEveryPatternThatMatchesInOrder) {
  PatternSet set(RE2::UNANCHORED);
  set.Add("(?i)read (?:more|also)");
  set.Add("more:");
  set.Add("اقرا\\s+ايضا");
  ASSERT_TRUE(set.Compile().ok());
  EXPECT_EQ(MatchOf(set, "nothing to read here, no more"), std::vector<int>());
  EXPECT_EQ(MatchOf(set, ""), std::vector<int>());
  EXPECT_EQ(MatchOf(set, "it ends. READ More of it"), std::vector<int>({0}));
  EXPECT_EQ(MatchOf(set, "xread more: اقرا  ايضا"), std::vector<int>({0, 1, 2}));
}

TEST(PatternSet, OfAnchoredOnesTheBeginningMustMatch) {
  PatternSet set(RE2::ANCHOR_START);
  set.Add("^\\s*(?:tags:.*)\\s*$");
  set.Add("(?i)^\\s*by ");
  ASSERT_TRUE(set.Compile().ok());
  EXPECT_EQ(MatchOf(set, "  tags: oil"), std::vector<int>({0}));
  EXPECT_EQ(MatchOf(set, "BY Jane"), std::vector<int>({1}));
  EXPECT_EQ(MatchOf(set, "the tags: oil"), std::vector<int>());
}

TEST(PatternSet, WithoutPatternsNothingMatches) {
  PatternSet set(RE2::UNANCHORED);
  ASSERT_TRUE(set.Compile().ok());
  EXPECT_EQ(MatchOf(set, "anything"), std::vector<int>());
}

TEST(PatternSet, CaseBeyondAsciiIsNotMissed) {
  PatternSet set(RE2::UNANCHORED);
  set.Add("(?i)see also");
  set.Add("(?i)click");
  set.Add("(?i)читайте");
  ASSERT_TRUE(set.Compile().ok());
  EXPECT_EQ(MatchOf(set, "- \u017Fee al\u017Fo"), std::vector<int>({0}));
  EXPECT_EQ(MatchOf(set, "CLIC\u212A"), std::vector<int>({1}));
  EXPECT_EQ(MatchOf(set, "ЧИТайте"), std::vector<int>({2}));
}

TEST(PatternSet, PatternsWithoutAnyNeededWordAreStillFound) {
  PatternSet set(RE2::UNANCHORED);
  set.Add("read more");
  set.Add("[0-9]{4}");
  ASSERT_TRUE(set.Compile().ok());
  EXPECT_EQ(MatchOf(set, "in 2024"), std::vector<int>({1}));
}

TEST(LiteralScan, FindsALiteralAtAnyPlace) {
  const LiteralScan scan({"read ", "اقرا"});
  for (const std::string text : {"read ", "xxREAD yy", "…اقرا", "و اقرا ايضا"}) {
    EXPECT_TRUE(scan.FindsAny(text)) << text;
  }
  for (const std::string text : {"", "rea", "read", "reads", "اقر", "قرا", "aread"}) {
    EXPECT_FALSE(scan.FindsAny(text)) << text;
  }
}

}  // namespace
}  // namespace tasnif
