#include "train/metrics.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tasnif {
namespace {

Outcome Make(const std::string& gold, const std::string& predicted, float probability,
             bool is_abstained = false) {
  return {.gold = gold,
          .predicted = predicted,
          .probability = probability,
          .is_abstained = is_abstained};
}

// Counted by hand:         a     b     c (never true)
//   true                   3     2     0
//   answered               2     2     1
//   right                  2     1     0
const std::vector<Outcome> kFive = {Make("a", "a", 0.9f), Make("a", "a", 0.8f),
                                    Make("a", "b", 0.6f), Make("b", "b", 0.7f),
                                    Make("b", "c", 0.5f, true)};

TEST(Metrics, LabelsAreCountedByHand) {
  const Evaluation evaluation = Evaluate(kFive);
  const LabelMetrics& a = evaluation.labels.at("a");
  EXPECT_EQ(a.support, 3u);
  EXPECT_EQ(a.predicted, 2u);
  EXPECT_DOUBLE_EQ(a.precision, 1);
  EXPECT_DOUBLE_EQ(a.recall, 2.0 / 3);
  EXPECT_DOUBLE_EQ(a.f1, 0.8);
  EXPECT_DOUBLE_EQ(evaluation.labels.at("b").f1, 0.5);
  EXPECT_DOUBLE_EQ(evaluation.labels.at("c").f1, 0);
}

TEST(Metrics, MacroF1LeavesOutLabelsThatAreNeverTrue) {
  EXPECT_DOUBLE_EQ(Evaluate(kFive).overall.macro_f1, (0.8 + 0.5) / 2);
}

TEST(Metrics, TheSummaryIsCountedByHand) {
  const Summary summary = Evaluate(kFive).overall;
  EXPECT_EQ(summary.articles, 5u);
  EXPECT_DOUBLE_EQ(summary.accuracy, 0.6);
  EXPECT_DOUBLE_EQ(summary.answered_share, 0.8);
  EXPECT_DOUBLE_EQ(summary.answered_accuracy, 0.75);
}

TEST(Metrics, CalibrationErrorIsTheMeanGapOfTheBins) {
  // Bins of 1/15: 0.9 is right (gap 0.1), 0.3 is wrong (gap 0.3); one outcome each.
  EXPECT_NEAR(Evaluate({Make("a", "a", 0.9f), Make("a", "b", 0.3f)}).overall.ece, 0.2, 1e-6);
}

TEST(Metrics, ConfusionCountsPairs) {
  const auto confusion = Evaluate(kFive).confusion;
  EXPECT_EQ(confusion.at("a").at("a"), 2u);
  EXPECT_EQ(confusion.at("a").at("b"), 1u);
  EXPECT_EQ(confusion.at("b").at("c"), 1u);
}

TEST(Metrics, CoverageTakesTheMostConfidentFirst) {
  const std::vector<CoveragePoint> points = Evaluate(kFive).coverage;
  ASSERT_EQ(points.size(), 5u);
  const double accuracies[] = {1, 1, 1, 0.75, 0.6};
  const double thresholds[] = {0.9, 0.8, 0.7, 0.6, 0.5};
  for (size_t i = 0; i < points.size(); ++i) {
    EXPECT_DOUBLE_EQ(points[i].coverage, 0.2 * (i + 1));
    EXPECT_DOUBLE_EQ(points[i].accuracy, accuracies[i]) << i;
    EXPECT_NEAR(points[i].threshold, thresholds[i], 1e-6) << i;
  }
}

TEST(Metrics, SlicesHaveTheirOwnNumbers) {
  std::vector<Outcome> outcomes = kFive;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    outcomes[i].source = i < 2 ? "alpha" : "beta";
    outcomes[i].split = "test";
    outcomes[i].language = "ar";
  }
  const auto slices = Evaluate(outcomes).slices;
  EXPECT_EQ(slices.at("source").at("alpha").articles, 2u);
  EXPECT_DOUBLE_EQ(slices.at("source").at("alpha").accuracy, 1);
  EXPECT_DOUBLE_EQ(slices.at("split").at("beta/test").accuracy, 1.0 / 3);
  EXPECT_EQ(slices.at("language").at("ar").articles, 5u);
  EXPECT_TRUE(slices.at("publisher").empty()) << "unknown publishers are no slice";
}

TEST(Metrics, GroupsOfLabelsAreSlices) {
  Evaluation evaluation = Evaluate(kFive);
  AddLabelGroups(kFive, {{"first", {"a"}}, {"none", {"z"}}}, &evaluation);
  EXPECT_EQ(evaluation.slices.at("labels").at("first").articles, 3u);
  EXPECT_DOUBLE_EQ(evaluation.slices.at("labels").at("first").accuracy, 2.0 / 3);
  EXPECT_EQ(evaluation.slices.at("labels").at("none").articles, 0u);
}

TEST(Metrics, NothingGivesZeros) {
  const Evaluation evaluation = Evaluate({});
  EXPECT_EQ(evaluation.overall.articles, 0u);
  EXPECT_EQ(evaluation.overall.accuracy, 0);
  EXPECT_TRUE(evaluation.coverage.empty());
}

TEST(Threshold, DropsTheFewestThatReachTheTarget) {
  struct Row {
    double target;
    double max_dropped;
    double expected;
    const char* why;
  };
  // kFive by confidence: right 0.9, right 0.8, right 0.7, wrong 0.6, wrong 0.5.
  const Row table[] = {
      {0.6, 0.5, 0, "all of them are good enough"},
      {0.7, 0.5, 0.6, "one has to go"},
      {0.9, 0.5, 0.7, "two have to go"},
      {0.9, 0.2, 0.6, "but only one may"},
      {0.9, 0, 0.5, "none may"},
  };
  for (const Row& row : table) {
    EXPECT_NEAR(ThresholdForAccuracy(kFive, row.target, row.max_dropped), row.expected, 1e-6)
        << row.why;
  }
  EXPECT_EQ(ThresholdForAccuracy({}, 0.9, 0.5), 0);
}

TEST(Threshold, EquallyConfidentAnswersStayTogether) {
  const std::vector<Outcome> ties = {Make("a", "a", 0.9f), Make("a", "a", 0.5f),
                                     Make("a", "b", 0.5f), Make("a", "b", 0.5f)};
  EXPECT_NEAR(ThresholdForAccuracy(ties, 0.66, 1), 0.9, 1e-6);
}

}  // namespace
}  // namespace tasnif
