#include "train/balance.h"

#include <algorithm>
#include <numeric>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "train/selection.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

// `counts[g]` rows in group g, each of an article of its own.
std::vector<RowInfo> Rows(const std::vector<int>& counts) {
  std::vector<RowInfo> rows;
  for (uint32_t group = 0; group < counts.size(); ++group) {
    for (int i = 0; i < counts[group]; ++i) rows.push_back({group, MixHash(rows.size(), 77)});
  }
  return rows;
}

std::vector<int> CountGroups(const std::vector<RowInfo>& rows, const std::vector<uint32_t>& plan,
                             size_t groups) {
  std::vector<int> counts(groups);
  for (const uint32_t row : plan) ++counts[rows[row].group];
  return counts;
}

const std::vector<RowGroup> kGroups = {{"a", "x"}, {"a", "y"}, {"b", "x"}};

TEST(Balance, WithoutRulesEveryRowStandsOnce) {
  const std::vector<RowInfo> rows = Rows({3, 2, 4});
  std::vector<uint32_t> plan = PlanRows(rows, kGroups, Recipe());
  std::sort(plan.begin(), plan.end());
  std::vector<uint32_t> all(9);
  std::iota(all.begin(), all.end(), 0u);
  EXPECT_EQ(plan, all);
}

TEST(Balance, FollowsTheRecipe) {
  const auto kRows = Rows({40, 10, 20});
  struct Row {
    const char* why;
    std::function<void(Recipe*)> change;
    std::vector<int> expected;
  };
  const Row table[] = {
      {"a cap per label", [](Recipe* r) { r->sources["a"].max_per_label = 15; }, {15, 10, 20}},
      {"whole repeats", [](Recipe* r) { r->sources["b"].repeat = 3; }, {40, 10, 60}},
      {"a source left out", [](Recipe* r) { r->sources["a"].repeat = 0; }, {0, 0, 20}},
      {"one label of one source",
       [](Recipe* r) { r->sources["a"].label_repeat["y"] = 2; },
       {40, 20, 20}},
      {"other sources",
       [](Recipe* r) {
         r->sources["a"].repeat = 1;
         r->other_sources.repeat = 2;
       },
       {40, 10, 40}},
      {"small labels up to half of the largest",
       [](Recipe* r) { r->label_balance.share = 0.5; },
       {40, 30, 20}},
      {"but not too often",
       [](Recipe* r) {
         r->label_balance.share = 1;
         r->label_balance.max_repeat = 2;
       },
       {40, 20, 20}},
  };
  for (const Row& row : table) {
    Recipe recipe;
    row.change(&recipe);
    EXPECT_EQ(CountGroups(kRows, PlanRows(kRows, kGroups, recipe), 3), row.expected) << row.why;
  }
}

TEST(Balance, AFractionIsAShareOfTheRows) {
  Recipe recipe;
  recipe.sources["a"].repeat = 1.5;
  const auto rows = Rows({2000, 0, 0});
  EXPECT_NEAR(PlanRows(rows, kGroups, recipe).size(), 3000, 100);
}

TEST(Balance, ACapKeepsAllRowsOfAnArticle) {
  // Three articles with two rows each.
  const std::vector<RowInfo> rows = {{0, 11}, {0, 11}, {0, 22}, {0, 22}, {0, 33}, {0, 33}};
  Recipe recipe;
  recipe.sources["a"].max_per_label = 2;
  std::vector<uint32_t> plan = PlanRows(rows, kGroups, recipe);
  std::sort(plan.begin(), plan.end());
  EXPECT_THAT(plan, ElementsAre(0, 1, 2, 3));
}

TEST(Balance, LabelsAreDrawnTowardsTheMedian) {
  LabelBalance balance;
  balance.power = 1;
  balance.min_repeat = 0.1;
  balance.max_repeat = 4;
  EXPECT_THAT(
      LabelFactors({{"large", 1000}, {"middle", 100}, {"small", 10}, {"none", 0}}, balance),
      ElementsAre(Pair("large", 0.1), Pair("middle", 1), Pair("none", 1), Pair("small", 4)));
}

TEST(Balance, TheOrderIsShuffledAndRepeatable) {
  const auto rows = Rows({500, 0, 0});
  const std::vector<uint32_t> plan = PlanRows(rows, kGroups, Recipe());
  EXPECT_FALSE(std::is_sorted(plan.begin(), plan.end()));
  EXPECT_EQ(plan, PlanRows(rows, kGroups, Recipe()));
  Recipe other;
  other.fasttext.seed = 2;
  EXPECT_NE(plan, PlanRows(rows, kGroups, other));
}

}  // namespace
}  // namespace tasnif
