#include "feedback/labelling_queue.h"

#include <gtest/gtest.h>

#include <random>

#include "base/sha256.h"

namespace tasnif {
namespace {

v1::LabelPrediction Prediction(float best, float second) {
  v1::LabelPrediction prediction;
  prediction.set_probability(best);
  if (second > 0) prediction.add_alternatives()->set_probability(second);
  return prediction;
}

TEST(Uncertainty, LeastConfidentLooksAtTheBestLabelOnly) {
  EXPECT_NEAR(Uncertainty(Prediction(0.6f, 0.4f), UncertaintyMeasure::kLeastConfident), 0.4, 1e-6);
  EXPECT_NEAR(Uncertainty(Prediction(0.6f, 0.1f), UncertaintyMeasure::kLeastConfident), 0.4, 1e-6);
}

TEST(Uncertainty, TheMarginLooksAtTheBestTwo) {
  EXPECT_NEAR(Uncertainty(Prediction(0.6f, 0.4f), UncertaintyMeasure::kMargin), 0.8, 1e-6);
  EXPECT_NEAR(Uncertainty(Prediction(0.6f, 0.1f), UncertaintyMeasure::kMargin), 0.5, 1e-6);
  EXPECT_NEAR(Uncertainty(Prediction(0.6f, 0), UncertaintyMeasure::kMargin), 0.4, 1e-6);
}

TEST(Uncertainty, AStanceWithoutEvidenceIsTheMostUncertain) {
  v1::StancePrediction stance;
  EXPECT_NEAR(Uncertainty(stance, UncertaintyMeasure::kLeastConfident), 1, 1e-6);
  stance.mutable_probabilities()->set_favor(0.7f);
  stance.mutable_probabilities()->set_neutral(0.2f);
  EXPECT_NEAR(Uncertainty(stance, UncertaintyMeasure::kLeastConfident), 0.3, 1e-6);
  EXPECT_NEAR(Uncertainty(stance, UncertaintyMeasure::kMargin), 0.5, 1e-6);
}

TEST(LabellingQueue, KeepsTheMostUncertainInOrder) {
  LabellingQueue queue(3);
  const double values[] = {0.2, 0.9, 0.5, 0.9, 0.1, 0.7};
  for (int i = 0; i < 6; ++i) {
    queue.Offer(values[i], Sha256Hex(std::to_string(i)), std::to_string(i));
  }
  const auto taken = queue.Take();
  ASSERT_EQ(taken.size(), 3u);
  EXPECT_EQ(taken[0].line, "1");
  EXPECT_EQ(taken[1].line, "3") << "equal ones in the order they came";
  EXPECT_EQ(taken[2].line, "5");
  EXPECT_EQ(queue.offered(), 6u);
  EXPECT_TRUE(queue.Take().empty());
}

TEST(LabellingQueue, TheSameArticleIsTakenOnce) {
  LabellingQueue queue(3);
  queue.Offer(0.5, Sha256Hex("a"), "first");
  queue.Offer(0.9, Sha256Hex("a"), "again");
  const auto taken = queue.Take();
  ASSERT_EQ(taken.size(), 1u);
  EXPECT_EQ(taken[0].line, "first");
}

// Against sorting everything.
TEST(LabellingQueue, AgreesWithSorting) {
  std::mt19937 random(7);
  std::vector<std::pair<double, int>> all;
  LabellingQueue queue(20);
  for (int i = 0; i < 500; ++i) {
    const double value = static_cast<double>(random() % 50) / 50;
    all.emplace_back(-value, i);
    queue.Offer(value, Sha256Hex(std::to_string(i)), std::to_string(i));
  }
  std::sort(all.begin(), all.end());
  const auto taken = queue.Take();
  ASSERT_EQ(taken.size(), 20u);
  for (size_t i = 0; i < taken.size(); ++i) {
    EXPECT_EQ(taken[i].line, std::to_string(all[i].second));
  }
}

}  // namespace
}  // namespace tasnif
