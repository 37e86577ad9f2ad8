#include "text/pattern_set.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "text/literal_scan.h"

namespace tasnif {
namespace {

PatternSet SetOf(RE2::Anchor anchor, const std::vector<std::string>& patterns) {
  PatternSet set(anchor);
  for (const std::string& pattern : patterns) set.Add(pattern);
  EXPECT_TRUE(set.Compile().ok());
  return set;
}

std::vector<int> MatchOf(const PatternSet& set, const std::string& text) {
  std::vector<int> indices = {-1};  // To be overwritten.
  set.Match(text, &indices);
  return indices;
}

TEST(PatternSet, NamesEveryPatternThatMatchesInOrder) {
  const PatternSet set =
      SetOf(RE2::UNANCHORED, {"(?i)read (?:more|also)", "more:", "اقرا\\s+ايضا"});
  EXPECT_EQ(MatchOf(set, "nothing to read here, no more"), std::vector<int>());
  EXPECT_EQ(MatchOf(set, ""), std::vector<int>());
  EXPECT_EQ(MatchOf(set, "it ends. READ More of it"), std::vector<int>({0}));
  EXPECT_EQ(MatchOf(set, "xread more: اقرا  ايضا"), std::vector<int>({0, 1, 2}));
}

TEST(PatternSet, OfAnchoredOnesTheBeginningMustMatch) {
  const PatternSet set = SetOf(RE2::ANCHOR_START, {"^\\s*(?:tags:.*)\\s*$", "(?i)^\\s*by "});
  EXPECT_EQ(MatchOf(set, "  tags: oil"), std::vector<int>({0}));
  EXPECT_EQ(MatchOf(set, "BY Jane"), std::vector<int>({1}));
  EXPECT_EQ(MatchOf(set, "the tags: oil"), std::vector<int>());
}

TEST(PatternSet, WithoutPatternsNothingMatches) {
  const PatternSet set = SetOf(RE2::UNANCHORED, {});
  EXPECT_EQ(MatchOf(set, "anything"), std::vector<int>());
}

TEST(PatternSet, CaseBeyondAsciiIsNotMissed) {
  const PatternSet set = SetOf(RE2::UNANCHORED, {"(?i)see also", "(?i)click", "(?i)читайте"});
  EXPECT_EQ(MatchOf(set, "- \u017Fee al\u017Fo"), std::vector<int>({0}));
  EXPECT_EQ(MatchOf(set, "CLIC\u212A"), std::vector<int>({1}));
  EXPECT_EQ(MatchOf(set, "ЧИТайте"), std::vector<int>({2}));
}

TEST(PatternSet, PatternsWithoutAnyNeededWordAreStillFound) {
  const PatternSet set = SetOf(RE2::UNANCHORED, {"read more", "[0-9]{4}"});
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
