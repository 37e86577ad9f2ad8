#include "train/search.h"

#include <atomic>

#include "base/json.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/base/temporary_folder.h"
#include "tests/train/tiny_data.h"
#include "train/trial_runner.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSearch[] = R"("search": {"candidates": 3,
    "ranges": {"lr": {"min": 0.01, "max": 1, "log": true}, "epoch": {"min": 1, "max": 10}}},)";

// A second passes whenever it is asked for.
class TickingClock : public Clock {
 public:
  absl::Time Now() const override { return absl::FromUnixSeconds(1000 + ticks_++); }

 private:
  mutable std::atomic<int64_t> ticks_ = 0;
};

class SearchTest : public ::testing::Test {
 protected:
  void SetUp() override {
    data_.Write("topic.jsonl", TinyTopicLines());
    data_.Write("stance.jsonl", TinyStanceLines());
  }

  absl::StatusOr<SearchResult> SearchIn(const std::string& work, const std::string& json,
                                        absl::Duration total) {
    const auto recipe = ParseRecipe(json);
    if (!recipe.ok()) return recipe.status();
    const TickingClock clock;
    return Search(*recipe, {.data_folder = data_.path(), .work_folder = work, .total = total},
                  {.executor = executor_, .clock = clock, .files = PosixFiles(), .progress = {}});
  }

  static std::vector<std::string> WithoutTimes(const std::string& path) {
    std::vector<std::string> lines;
    for (std::string line : Lines(ReadWholeFile(path))) {
      lines.push_back(line.substr(0, line.find(",\"seconds\"")));
    }
    return lines;
  }

  static std::vector<std::string> Lines(const std::string& text) {
    std::vector<std::string> lines;
    for (size_t at = 0; at < text.size();) {
      const size_t end = text.find('\n', at);
      lines.push_back(text.substr(at, end - at));
      at = end + 1;
    }
    return lines;
  }

  TemporaryFolder data_;
  TemporaryFolder work_;
  InlineExecutor executor_;
};

TEST_F(SearchTest, WritesANormalRecipeOfTheBestTrial) {
  const auto found = SearchIn(work_.path(), TinyTopicRecipe(kSearch), absl::Seconds(200));
  ASSERT_EQ(found.status(), absl::OkStatus());
  EXPECT_GT(found->record.trials, 2u);
  EXPECT_GT(found->record.best_score, 0.9);
  EXPECT_EQ(found->record.part, "dev");
  const auto recipe = ReadRecipe(work_.Path("topic.best.json"));
  ASSERT_EQ(recipe.status(), absl::OkStatus());
  EXPECT_EQ(recipe->fasttext.lr, found->recipe.fasttext.lr);
  EXPECT_EQ(recipe->fasttext.dim, 8u) << "what is not searched stays";
  EXPECT_TRUE(recipe->search.ranges.empty());
  EXPECT_THAT(found->report, HasSubstr("best: trial "));
}

TEST_F(SearchTest, GoesOnAfterAKillAndRepeatsNothing) {
  TemporaryFolder whole;
  const std::string json = TinyTopicRecipe(kSearch);
  ASSERT_EQ(SearchIn(whole.path(), json, absl::Seconds(250)).status(), absl::OkStatus());
  const std::vector<std::string> expected = WithoutTimes(whole.Path("topic.trials.jsonl"));
  ASSERT_GT(expected.size(), 4u);
  // What a kill after each of the first trials leaves.
  const std::vector<std::string> lines = Lines(ReadWholeFile(whole.Path("topic.trials.jsonl")));
  for (const size_t kept : {1u, 3u}) {
    TemporaryFolder killed;
    std::string content;
    for (size_t i = 0; i < kept; ++i) content += lines[i] + "\n";
    killed.Write("topic.trials.jsonl", content);
    ASSERT_EQ(SearchIn(killed.path(), json, absl::Seconds(250)).status(), absl::OkStatus());
    const std::string after = ReadWholeFile(killed.Path("topic.trials.jsonl"));
    EXPECT_TRUE(after.starts_with(content)) << "finished trials stand as they are";
    const std::vector<std::string> again = WithoutTimes(killed.Path("topic.trials.jsonl"));
    for (size_t i = 0; i + 1 < std::min(again.size(), expected.size()); ++i) {
      EXPECT_EQ(again[i], expected[i]) << "after " << kept;
    }
  }
}

TEST_F(SearchTest, WithoutTimeLeftNothingIsTrained) {
  const std::string json = TinyTopicRecipe(kSearch);
  ASSERT_EQ(SearchIn(work_.path(), json, absl::Seconds(200)).status(), absl::OkStatus());
  const std::string before = ReadWholeFile(work_.Path("topic.trials.jsonl"));
  const auto again = SearchIn(work_.path(), json, absl::Seconds(1));
  ASSERT_EQ(again.status(), absl::OkStatus());
  EXPECT_EQ(ReadWholeFile(work_.Path("topic.trials.jsonl")), before);
  EXPECT_GT(again->record.trials, 0u);
}

TEST_F(SearchTest, TheTrialThatTimeEndsDoesNotCount) {
  const auto found = SearchIn(work_.path(), TinyTopicRecipe(kSearch), absl::Seconds(4));
  ASSERT_EQ(found.status(), absl::OkStatus());
  EXPECT_EQ(found->record.trials, 0u);
  EXPECT_EQ(found->recipe.fasttext.lr, 0.5) << "the recipe's own";
  EXPECT_THAT(ReadWholeFile(work_.Path("topic.trials.jsonl")), HasSubstr("\"stopped\":true"));
  EXPECT_THAT(found->report, HasSubstr("no trial on all rows ended"));
}

TEST_F(SearchTest, JudgesByHeldOutPublishersAndStance) {
  const auto held_out =
      SearchIn(work_.path(), TinyTopicRecipe(R"("selection": {"holdout_publishers": ["b.example"]},
                         "search": {"part": "holdout", "metric": "accuracy", "candidates": 1},)"),
               absl::Seconds(200));
  ASSERT_EQ(held_out.status(), absl::OkStatus());
  EXPECT_EQ(held_out->record.part, "holdout");
  const auto stance = SearchIn(work_.path(), TinyStanceRecipe(kSearch), absl::Seconds(200));
  ASSERT_EQ(stance.status(), absl::OkStatus());
  EXPECT_GT(stance->record.best_score, 0.8);
}

TEST_F(SearchTest, WhatCannotBeSearchedIsSaid) {
  struct Row {
    const char* why;
    std::string json;
    absl::StatusCode code;
    const char* message;
  };
  const Row table[] = {
      {"no publisher is held out", TinyTopicRecipe(R"("search": {"part": "holdout"},)"),
       absl::StatusCode::kInvalidArgument, "'holdout'"},
      {"vectors have one dim", TinyTopicRecipe(R"("pretraining": {"data": ["topic.jsonl"]},
                          "search": {"ranges": {"dim": [8, 16]}},)"),
       absl::StatusCode::kInvalidArgument, "search.ranges.dim"},
      {"not a setting", TinyTopicRecipe(R"("search": {"ranges": {"seed": [1, 2]}},)"),
       absl::StatusCode::kInvalidArgument, "search.ranges.seed"},
      {"a misspelt key", TinyTopicRecipe(R"("search": {"metrics": "accuracy"},)"),
       absl::StatusCode::kInvalidArgument, "did you mean 'metric'"},
      {"an empty range", TinyTopicRecipe(R"("search": {"ranges": {"lr": {"min": 1, "max": 1}}},)"),
       absl::StatusCode::kInvalidArgument, "min < max"},
      {"a count with a fraction", TinyTopicRecipe(R"("search": {"ranges": {"dim": [1.5]}},)"),
       absl::StatusCode::kInvalidArgument, "whole numbers"},
      {"logarithm of nothing",
       TinyTopicRecipe(R"("search": {"ranges": {"maxn": {"min": 0, "max": 3, "log": true}}},)"),
       absl::StatusCode::kInvalidArgument, "above 0"},
      {"an unknown metric", TinyTopicRecipe(R"("search": {"metric": "f2"},)"),
       absl::StatusCode::kInvalidArgument, "search.metric"},
  };
  for (const Row& row : table) {
    const auto status = SearchIn(work_.path(), row.json, absl::Seconds(50)).status();
    EXPECT_EQ(status.code(), row.code) << row.why << ": " << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(row.message)) << row.why;
  }
}

TEST_F(SearchTest, ASearchOfOtherDataIsRefused) {
  const std::string json = TinyTopicRecipe(kSearch);
  ASSERT_EQ(SearchIn(work_.path(), json, absl::Seconds(20)).status(), absl::OkStatus());
  const std::string lines = TinyTopicLines();
  data_.Write("topic.jsonl", lines.substr(0, lines.rfind('\n', lines.size() - 2) + 1));
  EXPECT_EQ(SearchIn(work_.path(), json, absl::Seconds(20)).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(WithSettings, ChangesSettingsAlone) {
  const auto recipe = ParseRecipe(TinyTopicRecipe(kSearch));
  ASSERT_EQ(recipe.status(), absl::OkStatus());
  const auto changed = WithSettings(*recipe, {{"lr", 0.123}, {"epoch", 7}});
  ASSERT_EQ(changed.status(), absl::OkStatus());
  EXPECT_EQ(changed->fasttext.lr, 0.123);
  EXPECT_EQ(changed->fasttext.epoch, 7u);
  EXPECT_EQ(changed->description, recipe->description);
  EXPECT_THAT(changed->json, Not(HasSubstr("search")));
  EXPECT_EQ(WithSettings(*recipe, {{"bucket", 0}}).status().code(),
            absl::StatusCode::kInvalidArgument)
      << "word_ngrams 2 needs buckets";
}

}  // namespace
}  // namespace tasnif
