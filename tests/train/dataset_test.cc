#include "train/dataset.h"

#include <sstream>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/base/temporary_folder.h"
#include "tests/train/tiny_data.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

class DatasetTest : public ::testing::Test {
 protected:
  absl::StatusOr<Dataset> Build(const std::string& recipe_json, size_t workers = 1) {
    const auto recipe = ParseRecipe(recipe_json);
    EXPECT_EQ(recipe.status(), absl::OkStatus());
    ThreadPool pool(workers);
    return BuildDataset(*recipe, folder_.path(), folder_.path(), pool, nullptr);
  }

  TemporaryFolder folder_;
};

TEST_F(DatasetTest, WritesOneRowForEachTrainingArticle) {
  folder_.Write("topic.jsonl", TinyTopicLines());
  const auto dataset = Build(TinyTopicRecipe());
  ASSERT_EQ(dataset.status(), absl::OkStatus());
  EXPECT_EQ(dataset->counts.lines, 60u);
  EXPECT_EQ(dataset->row_count, 36u);
  EXPECT_EQ(dataset->counts.rows.at("sport") + dataset->counts.rows.at("economy"), 36u);
  EXPECT_EQ(dataset->files[0].name(), "topic.jsonl");
  EXPECT_EQ(dataset->files[0].articles(), 60u);
  EXPECT_EQ(dataset->files[0].sha256().size(), 64u);
  std::istringstream rows(ReadWholeFile(dataset->rows_path));
  int count = 0;
  for (std::string row; std::getline(rows, row); ++count) {
    EXPECT_TRUE(absl::StartsWith(row, "__label__")) << row;
  }
  EXPECT_EQ(count, 36);
}

TEST_F(DatasetTest, TheNumberOfWorkersChangesNothing) {
  folder_.Write("topic.jsonl", TinyTopicLines());
  const auto one = Build(TinyTopicRecipe(), 1);
  ASSERT_EQ(one.status(), absl::OkStatus());
  const std::string rows = ReadWholeFile(one->rows_path);
  ASSERT_EQ(Build(TinyTopicRecipe(), 3).status(), absl::OkStatus());
  EXPECT_EQ(rows, ReadWholeFile(one->rows_path));
}

TEST_F(DatasetTest, ViewsMultiplyTheRows) {
  folder_.Write("topic.jsonl", TinyTopicLines());
  const auto dataset =
      Build(TinyTopicRecipe(R"("views": [{}, {"use_title": false, "max_words": [2]}],)"));
  ASSERT_EQ(dataset.status(), absl::OkStatus());
  EXPECT_EQ(dataset->row_count, 72u);
}

TEST_F(DatasetTest, HeldOutPublishersAreNotTrainedOn) {
  folder_.Write("topic.jsonl", TinyTopicLines());
  const auto all = Build(TinyTopicRecipe());
  const auto some =
      Build(TinyTopicRecipe(R"("selection": {"holdout_publishers": ["b.example"]},)"));
  ASSERT_EQ(some.status(), absl::OkStatus());
  EXPECT_LT(some->row_count, all->row_count);
  EXPECT_GT(some->row_count, 0u);
}

TEST_F(DatasetTest, AFewBadLinesAreCountedAndNamed) {
  folder_.Write("topic.jsonl", TinyTopicLines() + "not json\n");
  const auto dataset = Build(TinyTopicRecipe(R"("selection": {"max_bad_share": 0.05},)"));
  ASSERT_EQ(dataset.status(), absl::OkStatus());
  EXPECT_EQ(dataset->counts.bad_lines, 1u);
  EXPECT_THAT(dataset->counts.first_bad, HasSubstr("topic.jsonl:61: "));
}

TEST_F(DatasetTest, TooManyBadLinesFail) {
  folder_.Write("topic.jsonl", "not json\n" + TinyTopicLines());
  const auto dataset = Build(TinyTopicRecipe());
  EXPECT_EQ(dataset.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(dataset.status().message()), HasSubstr("1 of 61 lines"));
  EXPECT_THAT(std::string(dataset.status().message()), HasSubstr("topic.jsonl:1: "));
}

TEST_F(DatasetTest, AMissingFileIsNotFound) {
  const auto dataset = Build(TinyTopicRecipe());
  EXPECT_EQ(dataset.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(dataset.status().message()), HasSubstr("topic.jsonl"));
}

TEST_F(DatasetTest, NothingToTrainOnSaysWhy) {
  folder_.Write("topic.jsonl", "{\"text\": \"words\", \"split\": \"train\"}\n");
  const auto dataset = Build(TinyTopicRecipe());
  EXPECT_EQ(dataset.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(dataset.status().message()), HasSubstr("label of head 'topic'"));
}

TEST_F(DatasetTest, EverythingRepeatedZeroTimesIsAnError) {
  folder_.Write("topic.jsonl", TinyTopicLines());
  EXPECT_EQ(Build(TinyTopicRecipe(R"("other_sources": {"repeat": 0},)")).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(DatasetTest, StanceRowsMaskTheTarget) {
  folder_.Write("stance.jsonl", TinyStanceLines());
  const auto dataset = Build(TinyStanceRecipe());
  ASSERT_EQ(dataset.status(), absl::OkStatus());
  EXPECT_EQ(dataset->stance_options.known_targets().at("the mayor"), "t0:");
  const std::string rows = ReadWholeFile(dataset->rows_path);
  EXPECT_THAT(rows, HasSubstr("targetx"));
  std::istringstream lines(rows);
  int with_target = 0;
  int count = 0;
  for (std::string row; std::getline(lines, row); ++count) {
    EXPECT_FALSE(absl::StrContains(row, " mayor ")) << row;
    with_target += absl::StrContains(row, "t0:");
  }
  EXPECT_EQ(with_target, 24) << "one row for each training post knows its target";
  EXPECT_GT(count, with_target) << "generic_share adds rows that do not";
}

}  // namespace
}  // namespace tasnif
