#include "train/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tasnif {
namespace {

// `right` of `count` outcomes are right.
std::vector<Outcome> Outcomes(size_t count, size_t right) {
  std::vector<Outcome> outcomes(count);
  for (size_t i = 0; i < count; ++i) {
    outcomes[i].gold = i % 2 == 0 ? "a" : "b";
    outcomes[i].predicted = i < right ? outcomes[i].gold : "c";
    outcomes[i].is_abstained = i >= right;
  }
  return outcomes;
}

TEST(Bootstrap, IntervalIsAsWideAsTheBinomialSaysItShouldBe) {
  const Intervals intervals = BootstrapIntervals(Outcomes(400, 320), {.samples = 2000});
  // 0.8 ± 1.96 * sqrt(0.8 * 0.2 / 400)
  EXPECT_NEAR(intervals.accuracy.low, 0.8 - 1.96 * 0.02, 0.006);
  EXPECT_NEAR(intervals.accuracy.high, 0.8 + 1.96 * 0.02, 0.006);
}

TEST(Bootstrap, AHigherLevelIsWider) {
  const auto outcomes = Outcomes(100, 60);
  const Interval half = BootstrapIntervals(outcomes, {.level = 0.5}).accuracy;
  const Interval most = BootstrapIntervals(outcomes, {.level = 0.99}).accuracy;
  EXPECT_LT(most.low, half.low);
  EXPECT_GT(most.high, half.high);
}

TEST(Bootstrap, WhereEverythingIsRightThereIsNoDoubt) {
  const Intervals intervals = BootstrapIntervals(Outcomes(50, 50), {.samples = 100});
  EXPECT_EQ(intervals.accuracy.low, 1);
  EXPECT_EQ(intervals.macro_f1.low, 1);
  EXPECT_EQ(intervals.answered_accuracy.low, 1);
  EXPECT_EQ(intervals.label_f1.at("a").low, 1);
}

TEST(Bootstrap, OnlyTrueLabelsHaveAnInterval) {
  const Intervals intervals = BootstrapIntervals(Outcomes(20, 10), {.samples = 10});
  EXPECT_EQ(intervals.label_f1.count("a"), 1u);
  EXPECT_EQ(intervals.label_f1.count("c"), 0u) << "answered, never true";
}

TEST(Bootstrap, TheSeedDecides) {
  const auto outcomes = Outcomes(200, 90);
  const auto low = [&](uint64_t seed) {
    return BootstrapIntervals(outcomes, {.samples = 51, .seed = seed}).macro_f1.low;
  };
  EXPECT_EQ(low(1), low(1));
  EXPECT_NE(low(1), low(2));
}

TEST(Bootstrap, NothingGivesZeros) {
  const Intervals intervals = BootstrapIntervals({}, {});
  EXPECT_EQ(intervals.accuracy.high, 0);
  EXPECT_TRUE(intervals.label_f1.empty());
}

TEST(DrawWeights, DrawsAsManyAsThereAre) {
  std::vector<uint32_t> first, second;
  DrawWeights(1, 0, 1000, &first);
  DrawWeights(1, 1, 1000, &second);
  EXPECT_EQ(std::accumulate(first.begin(), first.end(), 0u), 1000u);
  EXPECT_NE(first, second);
  // With replacement about 1/e of them are never drawn.
  EXPECT_NEAR(static_cast<double>(std::count(first.begin(), first.end(), 0u)), 1000 / M_E, 50);
}

TEST(ScoreWeighted, CountsLikeTheEvaluation) {
  const auto outcomes = Outcomes(31, 17);
  const Evaluation evaluation = Evaluate(outcomes);
  LabelCodes codes;
  const CodedOutcomes coded = CodeOutcomes(outcomes, &codes);
  Scores scores;
  ScoreWeighted(coded, std::vector<uint32_t>(31, 1), codes.size(), &scores);
  EXPECT_DOUBLE_EQ(scores.accuracy, evaluation.overall.accuracy);
  EXPECT_DOUBLE_EQ(scores.macro_f1, evaluation.overall.macro_f1);
  EXPECT_DOUBLE_EQ(scores.answered_accuracy, evaluation.overall.answered_accuracy);
  EXPECT_DOUBLE_EQ(scores.label_f1[codes.at("a")], evaluation.labels.at("a").f1);
}

TEST(MiddlePart, LeavesOutBothEnds) {
  std::vector<double> values(101);
  std::iota(values.rbegin(), values.rend(), 0);
  const Interval interval = MiddlePart(0.9, &values);
  EXPECT_EQ(interval.low, 5);
  EXPECT_EQ(interval.high, 95);
  std::vector<double> none;
  EXPECT_EQ(MiddlePart(0.9, &none).high, 0);
}

}  // namespace
}  // namespace tasnif
