#include "train/evaluate.h"

#include <memory>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/registry.h"
#include "tests/base/temporary_folder.h"
#include "tests/train/tiny_data.h"
#include "train/train.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

// Trains once for all tests of this file.
class EvaluateTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    folder_->Write("topic.jsonl", TinyTopicLines());
    folder_->Write("stance.jsonl", TinyStanceLines());
    InlineExecutor executor;
    const FakeClock clock;
    for (const std::string& json : {TinyTopicRecipe(), TinyStanceRecipe()}) {
      const auto result =
          Train(*ParseRecipe(json),
                {.data_folder = folder_->path(),
                 .models_folder = folder_->Path("models"),
                 .change = {.who = "layla", .why = "a test", .when = clock.Now()}},
                {.executor = executor, .clock = clock, .files = PosixFiles(), .progress = {}});
      ASSERT_EQ(result.status(), absl::OkStatus());
    }
  }
  static void TearDownTestSuite() { folder_.reset(); }

  void SetUp() override {
    registry_ = *Registry::Open(folder_->Path("models"), PosixFiles());
    labeller_ = *Labeller::Create({});
  }

  absl::StatusOr<Evaluation> Run(const std::string& file, const EvaluateOptions& options) {
    return EvaluateFile(*labeller_, *registry_->Snapshot(), file, options, executor_);
  }

  static std::unique_ptr<TemporaryFolder> folder_;
  std::unique_ptr<Registry> registry_;
  std::unique_ptr<const Labeller> labeller_;
  InlineExecutor executor_;
};

std::unique_ptr<TemporaryFolder> EvaluateTest::folder_;

TEST_F(EvaluateTest, MeasuresWhatTheFilterLetsThrough) {
  const auto evaluation =
      Run(folder_->Path("topic.jsonl"), {.head = "topic", .filter = {.splits = {"test"}}});
  ASSERT_EQ(evaluation.status(), absl::OkStatus());
  EXPECT_EQ(evaluation->overall.articles, 12u);
  EXPECT_EQ(evaluation->slices.at("split").count("alpha/test"), 1u);
}

TEST_F(EvaluateTest, OnlyTheLabelsAskedFor) {
  const auto topic =
      Run(folder_->Path("topic.jsonl"), {.head = "topic", .filter = {.labels = {"sport"}}});
  ASSERT_EQ(topic.status(), absl::OkStatus());
  EXPECT_EQ(topic->overall.articles, 30u);
  EXPECT_EQ(topic->labels.at("sport").support, 30u);
  const auto stance = Run(folder_->Path("stance.jsonl"),
                          {.head = "stance", .filter = {.labels = {"favor", "against"}}});
  ASSERT_EQ(stance.status(), absl::OkStatus());
  EXPECT_EQ(stance->overall.articles, 27u);
  const auto none =
      Run(folder_->Path("topic.jsonl"), {.head = "topic", .filter = {.labels = {"spotr"}}});
  EXPECT_EQ(none.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(none.status().message()), HasSubstr("label spotr"));
}

TEST_F(EvaluateTest, StanceCountsTargets) {
  const auto evaluation = Run(folder_->Path("stance.jsonl"), {.head = "stance@champion"});
  ASSERT_EQ(evaluation.status(), absl::OkStatus());
  EXPECT_EQ(evaluation->overall.articles, 40u);
  EXPECT_GT(evaluation->overall.accuracy, 0.9);
}

TEST_F(EvaluateTest, UndeterminedCountsByItsBestLabel) {
  // In a language that the model may not answer every stance is undetermined, and still right.
  const std::string lines = absl::StrReplaceAll(TinyStanceLines(), {{"\"en\"", "\"fr\""}});
  const auto evaluation = Run(folder_->Write("french.jsonl", lines), {.head = "stance"});
  ASSERT_EQ(evaluation.status(), absl::OkStatus());
  EXPECT_EQ(evaluation->overall.answered_share, 0);
  EXPECT_GT(evaluation->overall.accuracy, 0.9);
}

TEST_F(EvaluateTest, BrokenLinesAreCountedNotFatal) {
  const std::string path = folder_->Write("broken.jsonl", TinyTopicLines() + "{\n");
  const auto evaluation = Run(path, {.head = "topic"});
  ASSERT_EQ(evaluation.status(), absl::OkStatus());
  EXPECT_EQ(evaluation->overall.articles, 60u);
  EXPECT_EQ(evaluation->failed, 1u);
}

TEST_F(EvaluateTest, NothingToMeasureSaysWhatWasAskedFor) {
  const auto evaluation =
      Run(folder_->Path("topic.jsonl"), {.head = "topic", .filter = {.splits = {"tset"}}});
  EXPECT_EQ(evaluation.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(evaluation.status().message()), HasSubstr("split tset"));
}

TEST_F(EvaluateTest, UnknownHeadsAndFilesAreNotFound) {
  EXPECT_EQ(Run(folder_->Path("topic.jsonl"), {.head = "topci"}).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(Run(folder_->Path("absent.jsonl"), {.head = "topic"}).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(EvaluateTest, ProbabilitiesAreKeptOnRequest) {
  for (const bool keeps : {false, true}) {
    const auto outcomes =
        CollectOutcomes(*labeller_, *registry_->Snapshot(), folder_->Path("topic.jsonl"),
                        {.head = "topic", .keeps_probabilities = keeps}, executor_, nullptr);
    ASSERT_EQ(outcomes.status(), absl::OkStatus());
    EXPECT_EQ(outcomes->outcomes[0].probabilities.size(), keeps ? 2u : 0u);
  }
}

}  // namespace
}  // namespace tasnif
