#include "base/suggest.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(EditDistance, CountsInsertionsDeletionsReplacementsAndSwaps) {
  struct Row {
    const char *a, *b;
    size_t expected;
  };
  const Row kRows[] = {
      {"", "", 0},           {"", "abc", 3},           {"abc", "", 3},
      {"topic", "topic", 0}, {"topci", "topic", 1},    {"tpic", "topic", 1},
      {"topik", "topic", 1}, {"kitten", "sitting", 3}, {"ca", "abc", 3},
  };
  for (const Row& row : kRows) EXPECT_EQ(EditDistance(row.a, row.b), row.expected) << row.a;
}

const std::vector<std::string> kHeads = {"topic", "stance", "source_type", "topic_ar"};

TEST(NearestNames, NearestComesFirst) {
  EXPECT_THAT(NearestNames("topci", kHeads), ElementsAre("topic"));
  EXPECT_THAT(NearestNames("stanec", kHeads), ElementsAre("stance"));
  EXPECT_THAT(NearestNames("topic", kHeads), ElementsAre("topic", "topic_ar"));
}

TEST(NearestNames, BeginningOfANameIsNear) {
  EXPECT_THAT(NearestNames("source", kHeads), ElementsAre("source_type"));
}

TEST(NearestNames, NothingIsNearToAStrangeOrEmptyName) {
  EXPECT_THAT(NearestNames("weather", kHeads), IsEmpty());
  EXPECT_THAT(NearestNames("", kHeads), IsEmpty());
  EXPECT_THAT(NearestNames("topic", {}), IsEmpty());
}

TEST(NearestNames, LimitAndDuplicates) {
  EXPECT_THAT(NearestNames("a", {"d", "b", "c", "b"}, 2), ElementsAre("b", "c"));
}

TEST(DidYouMean, ReadsAsTheEndOfASentence) {
  EXPECT_EQ(DidYouMean("topci", kHeads), "; did you mean 'topic'?");
  EXPECT_EQ(DidYouMean("topic_a", kHeads), "; did you mean 'topic_ar' or 'topic'?");
  EXPECT_EQ(DidYouMean("weather", kHeads), "");
}

}  // namespace
}  // namespace tasnif
