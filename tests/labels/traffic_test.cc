#include "labels/traffic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace tasnif {
namespace {

v1::Article ArticleOf(const std::string& id, const std::string& text = "", std::string title = "") {
  v1::Article article;
  article.set_id(id);
  article.set_title(std::move(title));
  article.set_text(text);
  return article;
}

// Of the articles "0", "1", … those that are taken.
std::vector<bool> Draw(const TrafficDraw& draw, int articles = 10000) {
  std::vector<bool> taken;
  for (int i = 0; i < articles; ++i) {
    taken.push_back(draw.Takes(ArticleHash(ArticleOf(absl::StrCat("article-", i)))));
  }
  return taken;
}

double Count(const std::vector<bool>& taken) {
  return static_cast<double>(std::count(taken.begin(), taken.end(), true));
}

// How many are in both.
double CountBoth(const std::vector<bool>& a, const std::vector<bool>& b) {
  double both = 0;
  for (size_t i = 0; i < a.size(); ++i) both += a[i] && b[i] ? 1 : 0;
  return both;
}

TEST(ParsePercent, ReadsWhatItWrites) {
  for (uint32_t hundredths = 0; hundredths <= kAllTraffic; ++hundredths) {
    const auto parsed = ParsePercent(FormatPercent(hundredths));
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    ASSERT_EQ(*parsed, hundredths);
  }
}

TEST(ParsePercent, PeopleWriteItInSeveralWays) {
  struct Row {
    const char* text;
    int expected;  // -1: refused.
    const char* why;
  };
  const Row kRows[] = {{"5", 500, "a whole number"},
                       {"0.5", 50, "half a percent"},
                       {"0.05", 5, "two decimals"},
                       {"12.50", 1250, "a zero more"},
                       {"100", 10000, "all"},
                       {"007", 700, "leading zeros"},
                       {"0", 0, "none"},
                       {"100.01", -1, "more than all"},
                       {"0.005", -1, "finer than can be kept"},
                       {"-1", -1, "less than none"},
                       {"5%", -1, "a unit"},
                       {"5.", -1, "half a number"},
                       {".5", -1, "half a number"},
                       {"1e1", -1, "another notation"},
                       {"", -1, "nothing"},
                       {"1000", -1, "too long"},
                       {"٥", -1, "digits of another script"}};
  for (const Row& row : kRows) {
    const auto parsed = ParsePercent(row.text);
    if (row.expected < 0) {
      EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument) << row.why;
    } else {
      ASSERT_TRUE(parsed.ok()) << row.why;
      EXPECT_EQ(*parsed, static_cast<uint32_t>(row.expected)) << row.why;
    }
  }
}

TEST(FormatPercent, IsShort) {
  EXPECT_EQ(FormatPercent(1250), "12.5");
  EXPECT_EQ(FormatPercent(500), "5");
  EXPECT_EQ(FormatPercent(5), "0.05");
  EXPECT_EQ(FormatPercent(10000), "100");
  EXPECT_EQ(FormatPercent(0), "0");
}

TEST(TrafficDraw, TakesTheShareThatItWasGiven) {
  for (const uint32_t hundredths : {0u, 1u, 50u, 500u, 2500u, 5000u, 9900u, 10000u}) {
    const double expected = hundredths;  // Of as many articles.
    const double taken = Count(Draw(TrafficDraw(kCanary, "topic", {"2", hundredths})));
    // Four standard deviations of a binomial; exact at both ends.
    const double slack = 4 * std::sqrt(expected * (1 - expected / kAllTraffic));
    EXPECT_NEAR(taken, expected, slack) << hundredths;
  }
}

TEST(TrafficDraw, AGrowingShareKeepsWhatItHad) {
  const std::vector<bool> small = Draw(TrafficDraw(kCanary, "topic", {"2", 500}));
  const std::vector<bool> large = Draw(TrafficDraw(kCanary, "topic", {"2", 2500}));
  EXPECT_EQ(CountBoth(small, large), Count(small));
}

TEST(TrafficDraw, AnotherHeadVersionOrUseTakesOthers) {
  const std::vector<bool> canary = Draw(TrafficDraw(kCanary, "topic", {"2", 5000}));
  for (const TrafficDraw& other :
       {TrafficDraw(kCanary, "topic", {"3", 5000}), TrafficDraw(kCanary, "stance", {"2", 5000}),
        TrafficDraw(kShadow, "topic", {"2", 5000})}) {
    // Half of a half, within four standard deviations.
    EXPECT_NEAR(CountBoth(canary, Draw(other)), 2500, 4 * std::sqrt(2500 * 0.75));
  }
}

TEST(TrafficDraw, IsTheSameOnEveryMachineAndInEveryVersion) {
  // Written down once: a change would move the articles of running canaries.
  const TrafficDraw draw(kCanary, "topic", {"2", 5000});
  std::string sides;
  for (const bool taken : Draw(draw, 16)) sides += taken ? '1' : '0';
  EXPECT_EQ(sides, "0101111111110101");
}

TEST(ArticleHash, TheIdDecidesWhereThereIsOne) {
  EXPECT_EQ(ArticleHash(ArticleOf("a", "one text")), ArticleHash(ArticleOf("a", "another")));
  EXPECT_NE(ArticleHash(ArticleOf("a", "text")), ArticleHash(ArticleOf("b", "text")));
  EXPECT_EQ(ArticleHash(ArticleOf("", "نص")), ArticleHash(ArticleOf("", "نص")));
  EXPECT_NE(ArticleHash(ArticleOf("", "نص")), ArticleHash(ArticleOf("", "نص آخر")));
  EXPECT_NE(ArticleHash(ArticleOf("", "text")), ArticleHash(ArticleOf("", "text", "title")));
  v1::Article page;
  page.set_content("text");
  EXPECT_NE(ArticleHash(page), ArticleHash(v1::Article()));
}

}  // namespace
}  // namespace tasnif
