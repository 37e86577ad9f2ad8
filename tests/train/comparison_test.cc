#include "train/comparison.h"

#include <cmath>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

// One outcome a line; '1' is right, '0' wrong, '-' not measured.
std::vector<Outcome> Marks(std::string_view marks) {
  std::vector<Outcome> outcomes;
  for (size_t i = 0; i < marks.size(); ++i) {
    if (marks[i] == '-') continue;
    outcomes.push_back({.gold = "a", .predicted = marks[i] == '1' ? "a" : "b", .line = i + 1});
  }
  return outcomes;
}

TEST(McNemarExact, IsTheBinomialTest) {
  EXPECT_DOUBLE_EQ(McNemarExact(0, 0), 1);
  EXPECT_DOUBLE_EQ(McNemarExact(3, 3), 1);
  EXPECT_DOUBLE_EQ(McNemarExact(0, 5), 2.0 / 32);
  EXPECT_DOUBLE_EQ(McNemarExact(5, 0), 2.0 / 32);
  EXPECT_DOUBLE_EQ(McNemarExact(1, 5), 2 * (1 + 6) / 64.0);
}

TEST(McNemarExact, LargeCountsDoNotOverflow) {
  EXPECT_NEAR(McNemarExact(5000, 5000), 1, 1e-9);
  // Four standard deviations from the middle: about 6e-5.
  EXPECT_NEAR(std::log10(McNemarExact(4800, 5200)), -4.2, 0.1);
  EXPECT_GE(McNemarExact(0, 100000), 0);
}

TEST(Compare, CountsPairsByHand) {
  const auto comparison = Compare(Marks("11100"), Marks("11010"), {.samples = 10});
  ASSERT_EQ(comparison.status(), absl::OkStatus());
  EXPECT_EQ(comparison->articles, 5u);
  EXPECT_EQ(comparison->both_right, 2u);
  EXPECT_EQ(comparison->only_baseline_right, 1u);
  EXPECT_EQ(comparison->only_candidate_right, 1u);
  EXPECT_EQ(comparison->both_wrong, 1u);
  EXPECT_DOUBLE_EQ(comparison->mcnemar_p, 1);
  EXPECT_DOUBLE_EQ(comparison->accuracy.value, 0);
}

TEST(Compare, LeavesOutWhatOneOfThemDidNotMeasure) {
  const auto comparison = Compare(Marks("-1101"), Marks("11-0-"), {.samples = 10});
  ASSERT_EQ(comparison.status(), absl::OkStatus());
  EXPECT_EQ(comparison->articles, 2u);
  EXPECT_EQ(comparison->unpaired, 3u);
}

TEST(Compare, ABetterModelIsFoundBetter) {
  std::string worse(300, '1'), better(300, '1');
  for (size_t i = 0; i < 300; i += 3) worse[i] = '0';
  for (size_t i = 0; i < 300; i += 10) better[i] = '0';
  const auto comparison = Compare(Marks(worse), Marks(better));
  ASSERT_EQ(comparison.status(), absl::OkStatus());
  EXPECT_LT(comparison->mcnemar_p, 1e-6);
  EXPECT_NEAR(comparison->accuracy.value, 70 / 300.0, 1e-9);
  EXPECT_GT(comparison->accuracy.interval.low, 0.15);
  EXPECT_LT(comparison->accuracy.interval.high, 0.32);
  EXPECT_EQ(comparison->accuracy.not_better_share, 0);
  EXPECT_GT(comparison->macro_f1.interval.low, 0);
}

TEST(Compare, AModelIsNotBetterThanItself) {
  const auto comparison = Compare(Marks("1101"), Marks("1101"), {.samples = 20});
  ASSERT_EQ(comparison.status(), absl::OkStatus());
  EXPECT_EQ(comparison->accuracy.not_better_share, 1);
  EXPECT_EQ(comparison->mcnemar_p, 1);
}

TEST(Compare, OtherArticlesAreInvalidArgument) {
  const auto none = Compare(Marks("1---"), Marks("-111"));
  EXPECT_EQ(none.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(none.status().message()), HasSubstr("measured with both"));
  std::vector<Outcome> other = Marks("11");
  other[1].gold = "c";
  const auto differs = Compare(Marks("11"), other);
  EXPECT_EQ(differs.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(differs.status().message()), HasSubstr("line 2"));
}

}  // namespace
}  // namespace tasnif
