// From shares of single sentences to those of an article: pure arithmetic.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "labels/stance.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::FloatEq;
using ::testing::IsEmpty;

TEST(StanceShares, AggregateIsTheMeanWithThePriorForSeveral) {
  EXPECT_THAT(AggregateStance({{1, 2, 3}}, {9, 9, 9}), ElementsAre(1, 2, 3)) << "one sentence";
  EXPECT_THAT(AggregateStance({{1, 3, 3}, {4, 0, 0}}, {2, 0, 4}), ElementsAre(3, 2, 4))
      << "the first weighs twice as much, and half of the priors";
}

TEST(StanceShares, SharesAddUpToOne) {
  const auto tempered = [](float temperature, std::vector<float> probabilities) {
    TemperShares(temperature, &probabilities);
    return probabilities;
  };
  EXPECT_THAT(tempered(1, {0.2f, 0.4f, 0.2f}),
              ElementsAre(FloatEq(0.25f), FloatEq(0.5f), FloatEq(0.25f)));
  EXPECT_THAT(tempered(2, {0.64f, 0.36f}), ElementsAre(FloatEq(8 / 14.0f), FloatEq(6 / 14.0f)));
  EXPECT_THAT(tempered(0.05f, {0, 0}), ElementsAre(0.5f, 0.5f)) << "nothing recognised by any";
}

TEST(StanceShares, OffsetsMoveShares) {
  std::vector<float> shares = {0.5f, 0.25f, 0.25f};
  ShiftShares({}, &shares);
  EXPECT_THAT(shares, ElementsAre(0.5f, 0.25f, 0.25f)) << "none";
  ShiftShares({0, std::log(2.0f), 0}, &shares);
  EXPECT_THAT(shares, ElementsAre(FloatEq(0.4f), FloatEq(0.4f), FloatEq(0.2f)));
}

TEST(StanceShares, OffsetsAreThoseOfTheLanguage) {
  v1::Calibration calibration;
  EXPECT_THAT(OffsetsFor(calibration, "ar", {"favor", "neutral"}), IsEmpty());
  (*(*calibration.mutable_label_offsets())[""].mutable_offset())["favor"] = 1;
  (*(*calibration.mutable_label_offsets())["ar"].mutable_offset())["neutral"] = 2;
  EXPECT_THAT(OffsetsFor(calibration, "ar", {"favor", "neutral"}), ElementsAre(0, 2));
  EXPECT_THAT(OffsetsFor(calibration, "en", {"favor", "neutral"}), ElementsAre(1, 0));
}

}  // namespace
}  // namespace tasnif
