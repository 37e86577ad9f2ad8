#include "train/warm_start.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/base/temporary_folder.h"
#include "tests/train/tiny_data.h"
#include "train/fasttext_trainer.h"
#include "train/train.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

class WarmStartTest : public ::testing::Test {
 protected:
  void SetUp() override { data_.Write("topic.jsonl", TinyTopicLines()); }

  absl::StatusOr<TrainResult> TrainWith(const std::string& json, const std::string& from,
                                        bool keeps_vectors) {
    const auto recipe = ParseRecipe(json);
    if (!recipe.ok()) return recipe.status();
    const FakeClock clock(absl::FromUnixSeconds(1000));
    return Train(*recipe,
                 {.data_folder = data_.path(),
                  .models_folder = models_.path(),
                  .warm_start = from,
                  .keeps_vectors = keeps_vectors,
                  .change = {.who = "layla", .why = "a test", .when = clock.Now()}},
                 {.executor = executor_, .clock = clock, .files = PosixFiles(), .progress = {}});
  }

  static double Distance(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0;
    for (size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sum;
  }

  // Sum over the words of both.
  static double Distance(const WordVectors& a, const WordVectors& b) {
    double sum = 0;
    for (const auto& [word, vector] : a.of) {
      const auto found = b.of.find(word);
      if (found != b.of.end()) sum += Distance(vector, found->second);
    }
    return sum;
  }

  TemporaryFolder data_;
  TemporaryFolder models_;
  InlineExecutor executor_;
};

// A learning rate that changes nothing, so that what was begun with can be seen.
constexpr char kStill[] =
    R"({"head": "topic", "data": ["topic.jsonl"], "text": {"use_title": false},
        "fasttext": {"lr": 0.000001, "epoch": 1, "dim": 8, "min_count": 1, "seed": 7},
        "precision": "float32", "min_language_rows": 1})";

TEST_F(WarmStartTest, BeginsWithTheVectorsOfTheChampion) {
  const auto champion = TrainWith(TinyTopicRecipe(), "", true);
  ASSERT_EQ(champion.status(), absl::OkStatus());
  const auto begun = ReadWordVectors(champion->folder + "/vectors.vec", 8);
  ASSERT_EQ(begun.status(), absl::OkStatus());
  const auto warm = TrainWith(kStill, "champion", true);
  ASSERT_EQ(warm.status(), absl::OkStatus());
  const auto cold = TrainWith(kStill, "", true);
  ASSERT_EQ(cold.status(), absl::OkStatus());
  const auto warm_vectors = ReadWordVectors(warm->folder + "/vectors.vec", 8);
  const auto cold_vectors = ReadWordVectors(cold->folder + "/vectors.vec", 8);
  EXPECT_LT(Distance(*begun, *warm_vectors), 1e-4);
  EXPECT_GT(Distance(*begun, *cold_vectors), 1);
  EXPECT_THAT(warm->bundle.tools().at("warm_start"), HasSubstr("the vectors of topic@1, sha256 "));
  EXPECT_EQ(cold->bundle.tools().count("warm_start"), 0u);
  EXPECT_THAT(ReadWholeFile(warm->folder + "/card.md"), HasSubstr("began with the vectors of"));
}

TEST_F(WarmStartTest, LearnsFasterThanFromNothing) {
  ASSERT_EQ(TrainWith(TinyTopicRecipe(), "", true).status(), absl::OkStatus());
  std::string json = kStill;
  json.replace(json.find("0.000001"), 8, "0.05");
  const auto warm = TrainWith(json, "1", false);
  const auto cold = TrainWith(json, "", false);
  ASSERT_EQ(warm.status(), absl::OkStatus());
  ASSERT_EQ(cold.status(), absl::OkStatus());
  EXPECT_GT(warm->test.overall.accuracy, cold->test.overall.accuracy);
}

TEST_F(WarmStartTest, AFileOfVectorsDoesAsWell) {
  const std::string vec =
      data_.Write("mine.vec", "2 8\nmatch 1 2 3 4 5 6 7 8\nunread 1 1 1 1 1 1 1 1\n");
  const auto warm = TrainWith(kStill, vec, true);
  ASSERT_EQ(warm.status(), absl::OkStatus());
  const auto vectors = ReadWordVectors(warm->folder + "/vectors.vec", 8);
  EXPECT_LT(Distance(vectors->of.at("match"), {1, 2, 3, 4, 5, 6, 7, 8}), 1e-4);
  EXPECT_EQ(vectors->of.count("unread"), 0u);
  EXPECT_THAT(warm->bundle.tools().at("warm_start"),
              HasSubstr("1 words began with the vectors of mine.vec"));
}

TEST_F(WarmStartTest, WhatCannotBeBegunFromIsSaid) {
  ASSERT_EQ(TrainWith(TinyTopicRecipe(), "", false).status(), absl::OkStatus());
  const auto none = TrainWith(TinyTopicRecipe(), "champion", false).status();
  EXPECT_EQ(none.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(none.message()), HasSubstr("--keep-vectors"));
  EXPECT_EQ(TrainWith(TinyTopicRecipe(), "9", false).status().code(), absl::StatusCode::kNotFound);
  std::string margin = kStill;
  margin.insert(margin.find("\"lr\""), "\"loss\": \"margin\", ");
  for (const bool keeps : {false, true}) {
    const auto refused = TrainWith(margin, keeps ? "" : "champion", keeps).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(refused.message()), HasSubstr("'margin', which has no vectors"));
  }
  struct Row {
    const char* why;
    const char* content;
    const char* message;
  };
  const Row table[] = {{"another dim", "1 3\na 1 2 3\n", "fasttext.dim is 8"},
                       {"no header", "a 1 2 3\n", ":1: expected 'COUNT DIM'"},
                       {"a short line", "1 8\na 1 2 3\n", ":2: expected a word and 8 numbers"},
                       {"no number", "1 8\na 1 2 3 4 5 6 7 x\n", ":2: number 8"},
                       {"not finite", "1 8\na 1 2 3 4 5 6 7 nan\n", ":2: number 8"},
                       {"nothing", "0 8\n", "no vector"}};
  for (const Row& row : table) {
    const std::string path = data_.Write("bad.vec", row.content);
    const auto status = TrainWith(TinyTopicRecipe(), path, false).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << row.why;
    EXPECT_THAT(std::string(status.message()), HasSubstr(row.message)) << row.why;
  }
}

}  // namespace
}  // namespace tasnif
