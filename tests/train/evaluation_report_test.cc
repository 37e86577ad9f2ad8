#include "train/evaluation_report.h"

#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

Evaluation TwoOutcomes() {
  Evaluation evaluation = Evaluate({{.gold = "a",
                                     .predicted = "a",
                                     .probability = 0.75f,
                                     .source = "s",
                                     .split = "test",
                                     .language = "ar",
                                     .publisher = "p"},
                                    {.gold = "a",
                                     .predicted = "b",
                                     .probability = 0.5f,
                                     .is_abstained = true,
                                     .source = "s",
                                     .split = "test",
                                     .language = "en",
                                     .publisher = "p"}});
  evaluation.failed = 3;
  return evaluation;
}

TEST(EvaluationReport, TheKeysOfTheJsonAreStable) {
  const std::string expected =
      R"({"overall":{"articles":2,"accuracy":0.5,"macro_f1":0.666667,"ece":0.375,)"
      R"("answered_share":0.5,"answered_accuracy":1.0},)"
      R"("labels":{"a":{"precision":1.0,"recall":0.5,"f1":0.666667,"support":2,"predicted":1},)"
      R"("b":{"precision":0.0,"recall":0.0,"f1":0.0,"support":0,"predicted":1}},)"
      R"("coverage":[{"coverage":0.2,"accuracy":1.0,"threshold":0.75},)"
      R"({"coverage":0.4,"accuracy":1.0,"threshold":0.75},{"coverage":0.6,)";
  EXPECT_EQ(EvaluationJson(TwoOutcomes()).substr(0, expected.size()), expected);
  const auto json = EvaluationToJson(TwoOutcomes());
  EXPECT_EQ(json["confusion"]["a"]["b"], 1);
  EXPECT_EQ(json["failed"], 3);
  ASSERT_EQ(json["reliability"].size(), 15u);
  EXPECT_EQ(json["reliability"][11]["articles"], 1) << "0.75 lies between 11/15 and 12/15";
  for (const char* slice : {"source", "split", "language", "publisher"}) {
    EXPECT_TRUE(json["slices"].contains(slice)) << slice;
  }
  EXPECT_EQ(json["slices"]["split"]["s/test"]["articles"], 2);
}

TEST(EvaluationReport, IntervalsAndComparisonAreKeysOfTheirOwn) {
  Intervals intervals;
  intervals.accuracy = {0.25, 0.75};
  intervals.label_f1["a"] = {0.1, 1};
  const Json json = IntervalsToJson(intervals, 0.95);
  EXPECT_EQ(json["level"], 0.95);
  EXPECT_EQ(json["accuracy"], Json::array({0.25, 0.75}));
  EXPECT_EQ(json["label_f1"]["a"], Json::array({0.1, 1.0}));
  Comparison comparison;
  comparison.only_candidate_right = 5;
  comparison.mcnemar_p = 0.0625;
  comparison.macro_f1 = {.value = 0.1, .interval = {-0.1, 0.3}, .not_better_share = 0.2};
  const Json compared = ComparisonToJson(comparison, "topic@1");
  EXPECT_EQ(compared["baseline"], "topic@1");
  EXPECT_EQ(compared["only_candidate_right"], 5);
  EXPECT_EQ(compared["mcnemar_p"], 0.0625);
  EXPECT_EQ(compared["macro_f1"]["interval"], Json::array({-0.1, 0.3}));
  EXPECT_THAT(ComparisonTable(comparison, "topic@1", "topic@2"),
              HasSubstr("McNemar's exact test: p = 0.0625"));
}

TEST(EvaluationReport, TheTableFitsAHundredColumns) {
  std::istringstream lines(EvaluationTable(TwoOutcomes(), 1));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100u) << line;
}

TEST(EvaluationReport, SmallSlicesAreSummedUp) {
  const std::string table = EvaluationTable(TwoOutcomes(), 2);
  EXPECT_THAT(table, HasSubstr("2 more with fewer than 2 articles each, 2 together"));
  EXPECT_THAT(table, HasSubstr("3 articles could not be labelled"));
}

}  // namespace
}  // namespace tasnif
