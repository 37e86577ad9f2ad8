#include "train/margin_trainer.h"

#include <memory>
#include <string>

#include "engine/reference_scorer.h"
#include "gtest/gtest.h"
#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

constexpr char kRows[] =
    "__label__a one two three\n"
    "__label__b four five six\n"
    "__label__c seven eight\n"
    "__label__a two three one\n"
    "__label__b six five four one\n";

FastTextArgs SmallArgs() {
  FastTextArgs args;
  args.loss = "margin";
  args.min_count = 1;
  args.word_ngrams = 2;
  args.bucket = 1000;
  args.epoch = 100;
  return args;
}

double Score(const std::vector<float>& weights, const MarginRow& row, uint32_t label,
             uint32_t labels) {
  double sum = 0;
  for (const auto& [feature, value] : row.values) {
    sum += value * weights[size_t{feature} * labels + label];
  }
  return sum;
}

TEST(FitMargins, TwoRowsHaveTheWeightsThatAlgebraGives) {
  // One feature each: w = 2c / (1 + 2c) for its own label and minus that for the other, where the
  // mean squared length is one.
  const MarginProblem problem = {{{0, {{0, 1}}}, {1, {{1, 1}}}}, 2, 2};
  for (const double cost : {0.1, 1.0, 10.0}) {
    const std::vector<float> weights = FitMargins(problem, {cost, 1000, 1}, nullptr);
    const float expected = static_cast<float>(2 * cost / (1 + 2 * cost));
    ASSERT_EQ(weights.size(), 4u);
    EXPECT_NEAR(weights[0], expected, 0.02) << cost;
    EXPECT_NEAR(weights[1], -expected, 0.02) << cost;
    EXPECT_NEAR(weights[2], -expected, 0.02) << cost;
    EXPECT_NEAR(weights[3], expected, 0.02) << cost;
  }
}

TEST(FitMargins, RowsOfAnyLengthAreCostedAlike) {
  // The same problem ten times as long: the same scores.
  const MarginProblem one = {{{0, {{0, 1}, {2, 1}}}, {1, {{1, 1}, {2, 1}}}}, 3, 2};
  MarginProblem ten = one;
  for (MarginRow& row : ten.rows) {
    for (auto& [feature, value] : row.values) value *= 10;
  }
  const auto of_one = FitMargins(one, {1, 1000, 1}, nullptr);
  const auto of_ten = FitMargins(ten, {1, 1000, 1}, nullptr);
  for (uint32_t label = 0; label < 2; ++label) {
    EXPECT_NEAR(Score(of_one, one.rows[0], label, 2), Score(of_ten, ten.rows[0], label, 2), 0.02);
  }
}

TEST(FitMargins, NothingToLearnFromGivesZeros) {
  EXPECT_EQ(FitMargins({{}, 2, 2}, {}, nullptr), std::vector<float>(4));
  EXPECT_EQ(FitMargins({{{0, {}}}, 1, 2}, {}, nullptr), std::vector<float>(2));
}

TEST(MarginTrainer, TheModelAnswersWhatItWasTaught) {
  TemporaryFolder folder;
  const std::string rows = folder.Write("rows.txt", kRows);
  ASSERT_EQ(TrainMarginModel(SmallArgs(), rows, folder.Path("m.bin"), nullptr), absl::OkStatus());
  const auto model = FastTextModel::Open(folder.Path("m.bin"));
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_EQ((*model)->dim(), 3u);
  const struct {
    std::vector<std::string_view> words;
    std::string label;
    std::string why;
  } cases[] = {
      {{"two", "three"}, "a", "only a has these words"},
      {{"five", "one"}, "b", "one stands with a and b, five with b alone"},
      {{"eight"}, "c", "one row is enough"},
  };
  for (const auto& test : cases) {
    std::vector<float> scores;
    ASSERT_EQ(ReferenceScore(**model, test.words, &scores), absl::OkStatus()) << test.why;
    size_t best = 0;
    for (size_t i = 1; i < scores.size(); ++i) best = scores[i] > scores[best] ? i : best;
    EXPECT_EQ((*model)->label(best), test.label) << test.why;
  }
}

TEST(MarginTrainer, ACutoffKeepsTheWordsThatSayMost) {
  // "even" stands everywhere and says nothing; "rare" stands in one row that other words decide.
  TemporaryFolder folder;
  const std::string rows = folder.Write("rows.txt",
                                        "__label__a even good\n"
                                        "__label__b even bad\n"
                                        "__label__a even good rare\n"
                                        "__label__b even bad\n");
  FastTextArgs args = SmallArgs();
  args.word_ngrams = 1;
  args.bucket = 0;
  args.cutoff = 2;
  ASSERT_EQ(TrainMarginModel(args, rows, folder.Path("m.bin"), nullptr), absl::OkStatus());
  const auto model = FastTextModel::Open(folder.Path("m.bin"));
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_GE((*model)->FindEntry("good"), 0);
  EXPECT_GE((*model)->FindEntry("bad"), 0);
  EXPECT_LT((*model)->FindEntry("even"), 0);
  EXPECT_LT((*model)->FindEntry("rare"), 0);
  std::vector<float> scores;
  const std::vector<std::string_view> words = {"even", "bad"};
  ASSERT_EQ(ReferenceScore(**model, words, &scores), absl::OkStatus());
  const size_t best = scores[0] > scores[1] ? 0 : 1;
  EXPECT_EQ((*model)->label(best), "b") << "what stays is fitted again";
}

TEST(MarginTrainer, ACutoffThatIsNotReachedChangesNothing) {
  TemporaryFolder folder;
  const std::string rows = folder.Write("rows.txt", kRows);
  FastTextArgs args = SmallArgs();
  args.word_ngrams = 1;
  args.bucket = 0;
  ASSERT_EQ(TrainMarginModel(args, rows, folder.Path("1.bin"), nullptr), absl::OkStatus());
  args.cutoff = 1000;
  ASSERT_EQ(TrainMarginModel(args, rows, folder.Path("2.bin"), nullptr), absl::OkStatus());
  EXPECT_EQ(ReadWholeFile(folder.Path("1.bin")), ReadWholeFile(folder.Path("2.bin")));
}

TEST(MarginTrainer, TheSameRowsGiveTheSameBytes) {
  TemporaryFolder folder;
  const std::string rows = folder.Write("rows.txt", kRows);
  ASSERT_EQ(TrainMarginModel(SmallArgs(), rows, folder.Path("1.bin"), nullptr), absl::OkStatus());
  ASSERT_EQ(TrainMarginModel(SmallArgs(), rows, folder.Path("2.bin"), nullptr), absl::OkStatus());
  EXPECT_EQ(ReadWholeFile(folder.Path("1.bin")), ReadWholeFile(folder.Path("2.bin")));
}

TEST(MarginTrainer, AFileThatIsNotThereIsAnError) {
  TemporaryFolder folder;
  EXPECT_EQ(
      TrainMarginModel(SmallArgs(), folder.Path("absent"), folder.Path("m.bin"), nullptr).code(),
      absl::StatusCode::kInvalidArgument);
}

TEST(ReplaceWeights, AnotherNumberOfWeightsIsRefused) {
  TemporaryFolder folder;
  const std::string rows = folder.Write("rows.txt", kRows);
  ASSERT_EQ(TrainMarginModel(SmallArgs(), rows, folder.Path("m.bin"), nullptr), absl::OkStatus());
  EXPECT_EQ(ReplaceWeights(folder.Path("m.bin"), {1, 2, 3}).code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace tasnif
