#include "train/gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "absl/strings/str_cat.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

// Answers to articles of two labels and two publishers; every `wrong_every`-th is wrong, counted
// within the articles that `is_hit` picks.
GateSide Side(size_t articles, size_t wrong_every,
              const std::function<bool(const Outcome&)>& is_hit = nullptr) {
  GateSide side{.model = "topic@1", .bytes = 1000, .articles_per_second = 100};
  size_t seen = 0;
  for (size_t i = 0; i < articles; ++i) {
    Outcome outcome;
    outcome.gold = i % 2 == 0 ? "sport" : "health";
    outcome.publisher = i % 4 < 2 ? "a.example" : "b.example";
    outcome.language = "ar";
    const bool counts = !is_hit || is_hit(outcome);
    const bool is_wrong = counts && wrong_every > 0 && seen++ % wrong_every == 0;
    outcome.predicted = is_wrong ? (outcome.gold == "sport" ? "health" : "sport") : outcome.gold;
    outcome.probability = 0.95f;
    side.outcomes.push_back(std::move(outcome));
  }
  return side;
}

GateOutcome Judge(const GateSide& champion, const GateSide& challenger,
                  const std::vector<GateProbe>& probes = {}, GateRules rules = {}) {
  // These sides are not calibrated; tests that are about it set the rule themselves.
  if (rules.max_ece == GateRules().max_ece) rules.max_ece = 1;
  const auto outcome = RunGate(champion, challenger, probes, rules);
  EXPECT_EQ(outcome.status(), absl::OkStatus());
  return outcome.ok() ? *outcome : GateOutcome();
}

TEST(Gate, AClearGainPasses) {
  const GateOutcome outcome = Judge(Side(1000, 5), Side(1000, 20));
  EXPECT_TRUE(outcome.is_passed) << FailedChecks(outcome);
  EXPECT_NEAR(outcome.bootstrap.gain.value, 0.15, 0.01);
  EXPECT_GT(outcome.bootstrap.gain.low, 0.1);
  EXPECT_LT(outcome.bootstrap.gain.high, 0.2);
}

TEST(Gate, TheSameModelGainsNothing) {
  EXPECT_EQ(FailedChecks(Judge(Side(1000, 5), Side(1000, 5))), "gain");
}

TEST(Gate, AGainByChanceIsNoGain) {
  // One article of two hundred more.
  GateSide challenger = Side(200, 5);
  challenger.outcomes[0].predicted = challenger.outcomes[0].gold;
  const GateOutcome outcome = Judge(Side(200, 5), challenger, {}, {.min_gain = 0.001});
  EXPECT_GT(outcome.bootstrap.gain.value, 0);
  EXPECT_EQ(FailedChecks(outcome), "gain");
}

TEST(Gate, TooFewArticlesProveNothing) {
  EXPECT_THAT(FailedChecks(Judge(Side(50, 2), Side(50, 0))), HasSubstr("articles"));
}

TEST(Gate, ASliceThatLosesStopsAGainOfTheWhole) {
  const auto is_b = [](const Outcome& outcome) { return outcome.publisher == "b.example"; };
  const auto is_a = [](const Outcome& outcome) { return outcome.publisher == "a.example"; };
  const GateOutcome outcome = Judge(Side(1000, 2, is_a), Side(1000, 5, is_b));
  EXPECT_GT(outcome.bootstrap.gain.low, 0);
  EXPECT_EQ(FailedChecks(outcome), "slice publisher/b.example");
}

TEST(Gate, ALabelThatLosesIsNamed) {
  const auto is_sport = [](const Outcome& outcome) { return outcome.gold == "sport"; };
  // Health is lost through wrong sport, too: both labels are worse.
  EXPECT_THAT(FailedChecks(Judge(Side(1000, 0), Side(1000, 4, is_sport))),
              HasSubstr("label sport"));
}

TEST(Gate, SmallSlicesAreShownAndNotJudged) {
  GateSide champion = Side(1000, 5);
  GateSide challenger = Side(1000, 20);
  for (GateSide* side : {&champion, &challenger}) {
    for (size_t i = 0; i < 40; ++i) side->outcomes[i].publisher = "small.example";
  }
  for (size_t i = 0; i < 40; ++i) {
    champion.outcomes[i].predicted = champion.outcomes[i].gold;
    challenger.outcomes[i].predicted = "weather";
  }
  const GateOutcome outcome = Judge(champion, challenger);
  bool is_shown = false;
  for (const GateRow& row : outcome.slices) {
    if (row.name != "publisher/small.example") continue;
    is_shown = true;
    EXPECT_FALSE(row.is_judged);
    EXPECT_NEAR(row.difference.value, -1, 1e-9);
  }
  EXPECT_TRUE(is_shown);
}

TEST(Gate, SizeSpeedAndCalibrationAreBounded) {
  GateSide challenger = Side(1000, 20);
  challenger.bytes = 1600;
  challenger.articles_per_second = 60;
  EXPECT_EQ(FailedChecks(Judge(Side(1000, 5), challenger)), "size ratio, time ratio");
  GateSide unsure = Side(1000, 20);
  for (Outcome& outcome : unsure.outcomes) outcome.probability = 0.5f;
  EXPECT_EQ(FailedChecks(Judge(Side(1000, 5), unsure, {}, {.max_ece = 0.05})), "calibration error");
  GateSide silent = Side(1000, 20);
  for (size_t i = 0; i < 100; ++i) silent.outcomes[i].is_abstained = true;
  EXPECT_EQ(FailedChecks(Judge(Side(1000, 5), silent)), "answered share");
}

TEST(Gate, AChangedProbeIsNamed) {
  const std::vector<GateProbe> probes = {{"p1", "sport", "sport"}, {"p2", "health", "sport"}};
  const GateOutcome outcome = Judge(Side(1000, 5), Side(1000, 20), probes);
  EXPECT_EQ(FailedChecks(outcome), "probes");
  EXPECT_THAT(outcome.checks.back().found, HasSubstr("p2 is sport, promised health"));
}

TEST(Gate, WhatIsNotAPairIsRefused) {
  EXPECT_EQ(RunGate(Side(10, 2), Side(11, 2), {}, {}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(RunGate(Side(0, 2), Side(0, 2), {}, {}).status().code(),
            absl::StatusCode::kInvalidArgument);
  GateSide other = Side(10, 2);
  other.outcomes[3].gold = "weather";
  EXPECT_EQ(RunGate(Side(10, 2), other, {}, {}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(GateRules, AreReadStrictly) {
  const auto rules = ParseGateRules(R"({"metric":"accuracy","min_gain":0.01,"slices":["source"]})");
  ASSERT_EQ(rules.status(), absl::OkStatus());
  EXPECT_EQ(rules->metric, "accuracy");
  EXPECT_EQ(rules->min_gain, 0.01);
  EXPECT_EQ(rules->slices.size(), 1u);
  for (const char* json :
       {"[]", R"({"min_gian":1})", R"({"metric":"f2"})", R"({"slices":["x"]})"}) {
    EXPECT_EQ(ParseGateRules(json).status().code(), absl::StatusCode::kInvalidArgument) << json;
  }
}

TEST(AccuracyDifference, IsMcNemars) {
  const PairedDifference difference = AccuracyDifference(10, 30, 1000, 0.95);
  EXPECT_NEAR(difference.value, 0.02, 1e-12);
  // 1.96 * sqrt(40 - 0.4) / 1000
  EXPECT_NEAR(difference.high - difference.value, 0.012334, 1e-5);
  EXPECT_EQ(AccuracyDifference(0, 0, 0, 0.95).value, 0);
}

TEST(PairedBootstrap, IsTheSameForTheSameSeed) {
  const GateSide one = Side(300, 5);
  const GateSide two = Side(300, 7);
  const auto first = PairedBootstrap(one.outcomes, two.outcomes, {});
  const auto again = PairedBootstrap(one.outcomes, two.outcomes, {});
  const auto other = PairedBootstrap(one.outcomes, two.outcomes, {.seed = 2});
  ASSERT_EQ(first.status(), absl::OkStatus());
  EXPECT_EQ(first->gain.low, again->gain.low);
  EXPECT_NE(first->gain.low, other->gain.low);
  EXPECT_LE(first->gain.low, first->gain.value);
  EXPECT_GE(first->gain.high, first->gain.value);
  EXPECT_GT(first->share_better, 0.8);
}

// Accuracy has a closed form to compare with.
TEST(PairedBootstrap, AgreesWithTheNormalInterval) {
  const GateSide one = Side(2000, 5);
  const GateSide two = Side(2000, 8);
  uint64_t only_one = 0;
  uint64_t only_two = 0;
  for (size_t i = 0; i < 2000; ++i) {
    const bool first = one.outcomes[i].predicted == one.outcomes[i].gold;
    const bool second = two.outcomes[i].predicted == two.outcomes[i].gold;
    only_one += first && !second;
    only_two += second && !first;
  }
  const auto result =
      PairedBootstrap(one.outcomes, two.outcomes, {.metric = GainMetric::kAccuracy});
  ASSERT_EQ(result.status(), absl::OkStatus());
  const PairedDifference expected = AccuracyDifference(only_one, only_two, 2000, 0.95);
  EXPECT_NEAR(result->gain.value, expected.value, 1e-12);
  EXPECT_NEAR(result->gain.low, expected.low, 0.003);
  EXPECT_NEAR(result->gain.high, expected.high, 0.003);
}

}  // namespace
}  // namespace tasnif
