#include "train/label_offsets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace tasnif {
namespace {

Outcome Answer(const std::string& gold, float favor, float neutral) {
  return {.gold = gold,
          .predicted = favor >= neutral ? "favor" : "neutral",
          .probability = std::max(favor, neutral),
          .probabilities = {{"favor", favor}, {"neutral", neutral}}};
}

v1::LabelOffsets Fit(const std::vector<Outcome>& outcomes) {
  std::vector<const Outcome*> pointers;
  for (const Outcome& outcome : outcomes) pointers.push_back(&outcome);
  return FitLabelOffsets(pointers);
}

TEST(LabelOffsets, RaiseALabelThatIsSaidTooSeldom) {
  // Neutral is always a little less likely than favor, where it is true; and much less otherwise.
  std::vector<Outcome> outcomes(20, Answer("favor", 0.9f, 0.1f));
  outcomes.insert(outcomes.end(), 10, Answer("neutral", 0.6f, 0.4f));
  const v1::LabelOffsets offsets = Fit(outcomes);
  EXPECT_EQ(offsets.offset().count("favor"), 0u) << "the most frequent label stays";
  EXPECT_NEAR(offsets.offset().at("neutral"), 0.5, 0.01) << "log(0.6 / 0.4) = 0.41, rounded up";
  const Outcome shifted = Shifted(outcomes.back(), offsets);
  EXPECT_EQ(shifted.predicted, "neutral");
  EXPECT_FLOAT_EQ(shifted.probability, shifted.probabilities.at("neutral"));
  EXPECT_NEAR(shifted.probabilities.at("neutral") + shifted.probabilities.at("favor"), 1, 1e-6);
  EXPECT_EQ(Shifted(outcomes.front(), offsets).predicted, "favor");
}

TEST(LabelOffsets, StayAtZeroWhereNothingIsGained) {
  EXPECT_TRUE(Fit({}).offset().empty());
  std::vector<Outcome> right(5, Answer("favor", 0.9f, 0.1f));
  right.insert(right.end(), 4, Answer("neutral", 0.1f, 0.9f));
  EXPECT_TRUE(Fit(right).offset().empty());
  const Outcome same = Shifted(right[0], {});
  EXPECT_EQ(same.predicted, "favor");
  EXPECT_FLOAT_EQ(same.probability, 0.9f);
}

TEST(LabelOffsets, AnOutcomeWithoutProbabilitiesIsLeftAlone) {
  v1::LabelOffsets offsets;
  (*offsets.mutable_offset())["neutral"] = 1;
  Outcome none;
  none.predicted = "favor";
  EXPECT_EQ(Shifted(none, offsets).predicted, "favor");
}

}  // namespace
}  // namespace tasnif
