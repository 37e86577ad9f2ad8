#include "train/svg_plots.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

size_t CountOf(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

Evaluation WithLabels(size_t count) {
  std::vector<Outcome> outcomes;
  for (size_t i = 0; i < count; ++i) {
    const std::string label = absl::StrCat("label<", i, ">");
    // The first label is the most frequent one.
    for (size_t times = 0; times < count - i; ++times) {
      outcomes.push_back({.gold = label, .predicted = label, .probability = 0.9f});
    }
  }
  return Evaluate(outcomes);
}

TEST(ConfusionPlot, HasACellForEachPairOfLabels) {
  const std::string svg = ConfusionPlot(WithLabels(3));
  EXPECT_EQ(CountOf(svg, "<rect"), 9u);
  EXPECT_EQ(CountOf(svg, "class=\"right\""), 3u);
  EXPECT_THAT(svg, HasSubstr("label&lt;0&gt; read as label&lt;0&gt;: 3 (100.0%)"));
  EXPECT_THAT(svg, Not(HasSubstr("label<")));
}

TEST(ConfusionPlot, RareLabelsAreOne) {
  const std::string svg = ConfusionPlot(WithLabels(kMaxConfusionLabels + 5));
  EXPECT_EQ(CountOf(svg, "<rect"), kMaxConfusionLabels * kMaxConfusionLabels);
  // The six rarest: 6 + 5 + 4 + 3 + 2 + 1.
  EXPECT_THAT(svg, HasSubstr("others read as others: 21"));
}

TEST(ReliabilityPlot, MarksTheBinsThatHoldAnswers) {
  const std::string svg = ReliabilityPlot(WithLabels(2).reliability);
  EXPECT_EQ(CountOf(svg, "<circle"), 1u);
  EXPECT_THAT(svg, HasSubstr("3 answers between 0.87 and 0.93: 1.000 right, 0.900 expected"));
}

TEST(CoveragePlot, HasAPointForEachPercentage) {
  const std::string svg = CoveragePlot({{0.5, 1, 0.9}, {1, 0.75, 0.4}});
  EXPECT_EQ(CountOf(svg, "<circle"), 2u);
  EXPECT_THAT(svg, HasSubstr("the surest 50%: 1.0000 right, threshold 0.9000"));
}

TEST(Plots, NothingIsDrawnWithoutNumbers) {
  for (const std::string& svg :
       {ConfusionPlot(Evaluate({})), ReliabilityPlot({}), CoveragePlot({})}) {
    EXPECT_THAT(svg, Not(HasSubstr("nan")));
    EXPECT_EQ(CountOf(svg, "<svg"), CountOf(svg, "</svg>"));
  }
}

}  // namespace
}  // namespace tasnif
