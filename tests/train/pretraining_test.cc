#include "train/pretraining.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/base/temporary_folder.h"
#include "tests/train/tiny_data.h"

namespace tasnif {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kText[] =
    R"({"id": "1", "source": "s", "language": "en", "split": "train", "text": "One ship sails."})"
    "\n"
    R"({"id": "2", "source": "s", "language": "en", "split": "test", "text": "A secret ship."})"
    "\n"
    R"({"id": "3", "source": "s", "language": "ar", "split": "train", "text": "أبحرت السفينة."})"
    "\n"
    R"({"id": "4", "source": "u", "language": "en", "split": "train", "text": "Two ships sail."})"
    "\n";

class PretrainingTest : public ::testing::Test {
 protected:
  Recipe RecipeWith(const std::string& pretraining) {
    const auto recipe = ParseRecipe(TinyStanceRecipe("\"pretraining\": {" + pretraining + "}, "));
    EXPECT_EQ(recipe.status(), absl::OkStatus());
    return *recipe;
  }

  absl::StatusOr<PretrainingText> Read(const Recipe& recipe) {
    return ReadPretrainingText(recipe, data_.path(), work_.path(), executor_, nullptr);
  }

  TemporaryFolder data_;
  TemporaryFolder work_;
  InlineExecutor executor_;
};

TEST_F(PretrainingTest, ReadsOnlyTheTrainingSplitsAndLanguagesThatAreAskedFor) {
  data_.Write("text.jsonl", kText);
  const auto text = Read(RecipeWith(R"("data": ["text.jsonl"], "languages": ["en"])"));
  ASSERT_EQ(text.status(), absl::OkStatus());
  EXPECT_EQ(ReadWholeFile(text->path), "one ship sails\ntwo ships sail\n");
  EXPECT_EQ(text->articles, (std::map<std::string, uint64_t>{{"s", 1}, {"u", 1}}));
  ASSERT_EQ(text->files.size(), 1u);
  EXPECT_EQ(text->files[0].name(), "text.jsonl");
  EXPECT_EQ(text->files[0].articles(), 4u);
}

TEST_F(PretrainingTest, WithoutTheKeyNothingIsRead) {
  const auto text = Read(RecipeWith(""));
  ASSERT_EQ(text.status(), absl::OkStatus());
  EXPECT_EQ(text->path, "");
}

TEST_F(PretrainingTest, NothingToReadIsAnErrorThatSaysWhy) {
  data_.Write("text.jsonl", kText);
  const auto text = Read(RecipeWith(R"("data": ["text.jsonl"], "languages": ["fr"])"));
  EXPECT_EQ(text.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(text.status().message()), HasSubstr("pretraining.languages"));
  EXPECT_EQ(Read(RecipeWith(R"("data": ["absent.jsonl"])")).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(PretrainingTest, TooManyBadLinesAreAnError) {
  data_.Write("text.jsonl", std::string(kText) + "not JSON\n");
  EXPECT_EQ(Read(RecipeWith(R"("data": ["text.jsonl"])")).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(PretrainingTest, TheSameTextGivesTheSameVectors) {
  const std::string text = work_.Write("text.txt", "one ship sails far\ntwo ships sail far\n");
  const std::string rows = work_.Write("rows.txt", "__label__favor ship l:far other\n");
  const Recipe recipe = RecipeWith(R"("data": ["text.jsonl"], "min_count": 1)");
  std::vector<std::string> files;
  for (int i = 0; i < 2; ++i) {
    const auto path = TrainStartingVectors(recipe, {text, rows}, work_.path(), {});
    ASSERT_EQ(path.status(), absl::OkStatus());
    files.push_back(ReadWholeFile(*path));
  }
  EXPECT_THAT(files, Each(HasSubstr("l:far ")));
  EXPECT_THAT(files, Each(Not(HasSubstr("other"))));
  EXPECT_EQ(files[0], files[1]);
}

TEST_F(PretrainingTest, AMinimumThatNoWordReachesIsAnError) {
  const std::string text = work_.Write("text.txt", "one ship sails far\n");
  const Recipe recipe = RecipeWith(R"("data": ["text.jsonl"], "min_count": 9)");
  const auto path = TrainStartingVectors(recipe, {text, text}, work_.path(), {});
  EXPECT_EQ(path.status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace tasnif
