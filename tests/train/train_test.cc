#include "train/train.h"

#include <filesystem>
#include <map>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/history.h"
#include "registry/registry.h"
#include "tests/base/temporary_folder.h"
#include "tests/train/tiny_data.h"

namespace tasnif {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class TrainTest : public ::testing::Test {
 protected:
  void SetUp() override {
    data_.Write("topic.jsonl", TinyTopicLines());
    data_.Write("stance.jsonl", TinyStanceLines());
  }

  absl::StatusOr<TrainResult> TrainInto(const std::string& models, const std::string& json,
                                        absl::Time now = absl::FromUnixSeconds(1000)) {
    const auto recipe = ParseRecipe(json);
    if (!recipe.ok()) return recipe.status();
    const FakeClock clock(now);
    return Train(*recipe,
                 {.data_folder = data_.path(),
                  .models_folder = models,
                  .work_folder = work_.path(),
                  .change = {.who = "layla", .why = "a test", .when = now}},
                 {.executor = executor_, .clock = clock, .files = PosixFiles(), .progress = {}});
  }

  TemporaryFolder data_;
  TemporaryFolder models_;
  TemporaryFolder work_;
  InlineExecutor executor_;
};

TEST_F(TrainTest, MakesABundleThatTheRegistryLoads) {
  const auto result = TrainInto(models_.path(), TinyTopicRecipe());
  ASSERT_EQ(result.status(), absl::OkStatus());
  EXPECT_TRUE(result->is_champion);
  EXPECT_EQ(result->folder, models_.Path("topic/1"));
  const auto registry = Registry::Open(models_.path(), PosixFiles());
  ASSERT_EQ(registry.status(), absl::OkStatus());
  const HeadModel* topic = *(*registry)->Snapshot()->Resolve("topic");
  const v1::Bundle& bundle = topic->bundle;
  EXPECT_THAT(std::vector<std::string>(bundle.labels().begin(), bundle.labels().end()),
              ::testing::UnorderedElementsAre("sport", "economy"));
  EXPECT_GE(bundle.self_tests_size(), 8);
  EXPECT_EQ(bundle.created().seconds(), 1000);
  EXPECT_EQ(bundle.data_sets(0).name(), "topic.jsonl");
  EXPECT_EQ(bundle.recipe(), TinyTopicRecipe());
  EXPECT_GT(bundle.calibration().temperature(), 0);
  for (const char* tool : {"tasnif", "libfasttext", "icu"}) {
    EXPECT_EQ(bundle.tools().count(tool), 1u) << tool;
  }
}

TEST_F(TrainTest, WhatItPublishesStandsInTheHistory) {
  ASSERT_EQ(TrainInto(models_.path(), TinyTopicRecipe()).status(), absl::OkStatus());
  const auto history = ReadHistory(PosixFiles(), models_.path(), "topic");
  ASSERT_TRUE(history.ok()) << history.status();
  ASSERT_FALSE(history->empty());
  EXPECT_EQ(history->front().action, kPublish);
  EXPECT_EQ(history->front().version, "1");
  EXPECT_EQ(history->front().who, "layla");
}

TEST_F(TrainTest, LearnsWhatIsEasy) {
  const auto result = TrainInto(models_.path(), TinyTopicRecipe());
  ASSERT_EQ(result.status(), absl::OkStatus());
  EXPECT_EQ(result->test.overall.articles, 12u);
  EXPECT_EQ(result->dev.overall.articles, 12u);
  EXPECT_GT(result->test.overall.accuracy, 0.9);
  std::map<std::string, double> metrics;
  for (const v1::Metric& metric : result->bundle.metrics()) {
    metrics[metric.slice() + " " + metric.name()] = metric.value();
  }
  EXPECT_EQ(metrics.at("test accuracy"), result->test.overall.accuracy);
  EXPECT_EQ(metrics.count("test/alpha/test macro_f1"), 1u);
}

TEST_F(TrainTest, PretrainingIsToldOnTheCardAndRepeatable) {
  const std::string json =
      TinyStanceRecipe(R"("pretraining": {"data": ["topic.jsonl"], "min_count": 1}, )");
  TemporaryFolder again;
  const auto result = TrainInto(models_.path(), json);
  ASSERT_EQ(result.status(), absl::OkStatus());
  ASSERT_EQ(TrainInto(again.path(), json).status(), absl::OkStatus());
  for (const char* name : {"stance/1/model.tsf", "stance/1/card.md"}) {
    EXPECT_EQ(ReadWholeFile(models_.Path(name)), ReadWholeFile(again.Path(name))) << name;
  }
  EXPECT_THAT(ReadWholeFile(models_.Path("stance/1/card.md")),
              HasSubstr("text whose labels were not read"));
  EXPECT_EQ(result->bundle.data_sets(1).name(), "topic.jsonl");
}

TEST_F(TrainTest, LearnsStance) {
  const auto result = TrainInto(models_.path(), TinyStanceRecipe());
  ASSERT_EQ(result.status(), absl::OkStatus());
  EXPECT_GT(result->test.overall.accuracy, 0.9);
  EXPECT_EQ(result->bundle.kind(), v1::HEAD_KIND_STANCE);
  EXPECT_THAT(result->bundle.languages(), ElementsAre("en"));
}

TEST_F(TrainTest, TwoRunsGiveTheSameBytesButForTheTime) {
  TemporaryFolder other;
  for (const std::string& recipe : {TinyTopicRecipe(), TinyStanceRecipe()}) {
    const auto first = TrainInto(models_.path(), recipe, absl::FromUnixSeconds(1));
    const auto second = TrainInto(other.path(), recipe, absl::FromUnixSeconds(2));
    ASSERT_EQ(first.status(), absl::OkStatus());
    ASSERT_EQ(second.status(), absl::OkStatus());
    for (const char* name : {"/model.tsf", "/card.md"}) {
      EXPECT_EQ(ReadWholeFile(first->folder + name), ReadWholeFile(second->folder + name)) << name;
    }
    std::string manifest = ReadWholeFile(first->folder + "/bundle.json");
    const std::string time = "1970-01-01T00:00:01Z";
    ASSERT_NE(manifest.find(time), std::string::npos);
    manifest.replace(manifest.find(time), time.size(), "1970-01-01T00:00:02Z");
    EXPECT_EQ(manifest, ReadWholeFile(second->folder + "/bundle.json"));
  }
}

TEST_F(TrainTest, ALaterVersionDoesNotAnswerByItself) {
  ASSERT_EQ(TrainInto(models_.path(), TinyTopicRecipe()).status(), absl::OkStatus());
  const auto second = TrainInto(models_.path(), TinyTopicRecipe());
  ASSERT_EQ(second.status(), absl::OkStatus());
  EXPECT_EQ(second->bundle.version(), "2");
  EXPECT_FALSE(second->is_champion);
  const auto registry = Registry::Open(models_.path(), PosixFiles());
  EXPECT_EQ((*(*registry)->Snapshot()->Resolve("topic"))->bundle.version(), "1");
}

TEST_F(TrainTest, HeldOutPublishersAreMeasuredOnTheirOwn) {
  const auto result = TrainInto(
      models_.path(), TinyTopicRecipe(R"("selection": {"holdout_publishers": ["b.example"]},)"));
  ASSERT_EQ(result.status(), absl::OkStatus());
  EXPECT_GT(result->holdout.overall.articles, 0u);
  EXPECT_THAT(result->holdout.slices.at("publisher"),
              ElementsAre(::testing::Pair("b.example", ::testing::_)));
}

TEST_F(TrainTest, EveryPrecisionWorks) {
  for (const char* precision : {"float16", "int8"}) {
    std::string json = TinyTopicRecipe();
    json.replace(json.find("float32"), 7, precision);
    const auto result = TrainInto(models_.path(), json);
    ASSERT_EQ(result.status(), absl::OkStatus()) << precision;
    EXPECT_GT(result->test.overall.accuracy, 0.9) << precision;
  }
}

TEST_F(TrainTest, TheCardTellsDataNumbersAndLimits) {
  const auto result = TrainInto(models_.path(), TinyTopicRecipe());
  ASSERT_EQ(result.status(), absl::OkStatus());
  const std::string card = ReadWholeFile(result->folder + "/card.md");
  for (const char* part : {"# topic@1", "A test.", "## Data", "| alpha |", "not recorded",
                           "## Numbers", "### Test", "## Known limits", "- It is tiny."}) {
    EXPECT_THAT(card, HasSubstr(part));
  }
}

TEST_F(TrainTest, LeavesNoIntermediateFiles) {
  ASSERT_EQ(TrainInto(models_.path(), TinyTopicRecipe()).status(), absl::OkStatus());
  EXPECT_THAT(*PosixFiles().List(work_.path()), IsEmpty());
}

TEST_F(TrainTest, AFailureLeavesNoVersion) {
  const auto result = TrainInto(models_.path(), TinyTopicRecipe(R"("data": ["absent.jsonl"],)"));
  EXPECT_EQ(result.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(*PosixFiles().List(models_.path()), Not(Contains("topic")));
}

}  // namespace
}  // namespace tasnif
