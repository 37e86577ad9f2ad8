#include "train/calibrate.h"

#include <cmath>

#include "gtest/gtest.h"

namespace tasnif {
namespace {

constexpr ProbabilityForm kSoftmax = ProbabilityForm::kSoftmax;

// `right` of 100 answers that are all given with 0.9 against 0.1.
std::vector<Outcome> Overconfident(int right, const std::string& language = "ar") {
  std::vector<Outcome> outcomes;
  for (int i = 0; i < 100; ++i) {
    outcomes.push_back({.gold = i < right ? "a" : "b",
                        .predicted = "a",
                        .probability = 0.9f,
                        .source = "s",
                        .language = language,
                        .probabilities = {{"a", 0.9f}, {"b", 0.1f}}});
  }
  return outcomes;
}

// The temperature that turns 0.9 into `wanted`: log(9) / T = log(wanted / (1 - wanted)).
double Expected(double wanted) { return std::log(9.0) / std::log(wanted / (1 - wanted)); }

TEST(Calibrate, FindsTheTemperatureThatTellsTheTruth) {
  for (const int right : {60, 75, 90, 95}) {
    const v1::Calibration calibration = FitCalibration({}, kSoftmax, Overconfident(right));
    EXPECT_NEAR(calibration.temperature(), Expected(right / 100.0), 0.02) << right;
    const Outcome honest = Recalibrated(Overconfident(right)[0], kSoftmax, calibration);
    EXPECT_NEAR(honest.probability, right / 100.0, 0.003) << right;
    EXPECT_EQ(honest.predicted, "a");
  }
}

TEST(Calibrate, SigmoidsTellTheTruthOfTheBestLabel) {
  // Each label for itself: the probabilities need not add up to one.
  std::vector<Outcome> outcomes = Overconfident(70);
  for (Outcome& outcome : outcomes) outcome.probabilities["b"] = 0.4f;
  const v1::Calibration calibration = FitCalibration({}, ProbabilityForm::kSigmoid, outcomes);
  EXPECT_NEAR(calibration.temperature(), Expected(0.7), 0.02);
  const Outcome honest = Recalibrated(outcomes[0], ProbabilityForm::kSigmoid, calibration);
  EXPECT_NEAR(honest.probability, 0.7, 0.003);
}

TEST(Calibrate, TheFormIsTheOneThatServes) {
  EXPECT_EQ(FormOf(v1::HEAD_KIND_LABEL, "softmax"), ProbabilityForm::kSoftmax);
  EXPECT_EQ(FormOf(v1::HEAD_KIND_LABEL, "ova"), ProbabilityForm::kSigmoid);
  EXPECT_EQ(FormOf(v1::HEAD_KIND_LABEL, "margin"), ProbabilityForm::kSoftmax);
  EXPECT_EQ(FormOf(v1::HEAD_KIND_STANCE, "ova"), ProbabilityForm::kSoftmax);
}

TEST(Calibrate, ATreeKeepsTemperatureOne) {
  EXPECT_EQ(FormOf(v1::HEAD_KIND_LABEL, "hs"), ProbabilityForm::kTree);
  EXPECT_EQ(FitCalibration({}, ProbabilityForm::kTree, Overconfident(60)).temperature(), 1);
}

TEST(Calibrate, ALanguageWithEnoughArticlesHasItsOwn) {
  std::vector<Outcome> outcomes = Overconfident(90, "en");
  const std::vector<Outcome> arabic = Overconfident(60, "ar");
  outcomes.insert(outcomes.end(), arabic.begin(), arabic.end());
  const v1::Calibration calibration = FitCalibration({.min_per_language = 100}, kSoftmax, outcomes);
  EXPECT_NEAR(calibration.language_temperature().at("en"), Expected(0.9), 0.02);
  EXPECT_NEAR(calibration.language_temperature().at("ar"), Expected(0.6), 0.1);
  EXPECT_TRUE(
      FitCalibration({.min_per_language = 101}, kSoftmax, outcomes).language_temperature().empty());
}

TEST(Calibrate, OnlyNamedSourcesCount) {
  EXPECT_EQ(FitCalibration({.sources = {"other"}}, kSoftmax, Overconfident(60)).temperature(), 1);
}

TEST(Calibrate, WithoutArticlesTheTemperatureIsOne) {
  EXPECT_EQ(FitCalibration({}, kSoftmax, {}).temperature(), 1);
}

TEST(Calibrate, ALabelThatTheModelDoesNotKnowIsLeftOut) {
  std::vector<Outcome> outcomes = Overconfident(75);
  outcomes.push_back(outcomes[0]);
  outcomes.back().gold = "unknown";
  EXPECT_EQ(FitCalibration({}, kSoftmax, outcomes).temperature(),
            FitCalibration({}, kSoftmax, Overconfident(75)).temperature());
}

TEST(Abstention, AFixedThresholdIsKept) {
  AbstentionRecipe recipe;
  recipe.min_probability = 0.4;
  recipe.target_accuracy = 0.99;
  recipe.min_words = 3;
  recipe.min_known_share = 0.25;
  const v1::Abstention abstention = ChooseAbstention(recipe, Overconfident(50));
  EXPECT_FLOAT_EQ(abstention.min_probability(), 0.4f);
  EXPECT_EQ(abstention.min_words(), 3u);
  EXPECT_FLOAT_EQ(abstention.min_known_share(), 0.25f);
}

TEST(Abstention, WithoutATargetNothingIsDropped) {
  EXPECT_EQ(ChooseAbstention({}, Overconfident(10)).min_probability(), 0);
}

TEST(Calibrate, OffsetsComeBeforeTheTemperature) {
  // `b` is true in half of what is answered with `a`, a little more often where `a` is less sure.
  std::vector<Outcome> outcomes = Overconfident(60);
  for (Outcome& outcome : outcomes) {
    if (outcome.gold != "b") continue;
    outcome.probability = 0.6f;
    outcome.probabilities = {{"a", 0.6f}, {"b", 0.4f}};
  }
  const v1::Calibration calibration =
      FitCalibration({.min_per_language = 100, .label_offsets = true}, kSoftmax, outcomes);
  ASSERT_EQ(calibration.label_offsets().count(""), 1u);
  ASSERT_EQ(calibration.label_offsets().count("ar"), 1u) << "a language with enough articles";
  const Outcome shifted = Recalibrated(outcomes.back(), kSoftmax, calibration);
  EXPECT_EQ(shifted.predicted, "b");
  EXPECT_FLOAT_EQ(shifted.probability, shifted.probabilities.at("b"));
  EXPECT_EQ(Recalibrated(outcomes.front(), kSoftmax, calibration).predicted, "a");
  EXPECT_TRUE(FitCalibration({}, kSoftmax, outcomes).label_offsets().empty());
}

}  // namespace
}  // namespace tasnif
