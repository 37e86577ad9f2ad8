#include "train/recipe.h"

#include <filesystem>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/base/temporary_folder.h"
#include "tests/train/tiny_data.h"
#include "text/normalizer.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The smallest recipe, with more keys.
std::string With(const std::string& keys) {
  return R"({"head": "topic", "data": ["a.jsonl"])" + (keys.empty() ? "" : ", " + keys) + "}";
}

TEST(Recipe, TheSmallestOneHasDefaults) {
  const auto recipe = ParseRecipe(With(""));
  ASSERT_EQ(recipe.status(), absl::OkStatus());
  EXPECT_EQ(recipe->kind, v1::HEAD_KIND_LABEL);
  EXPECT_EQ(recipe->views.size(), 1u);
  EXPECT_THAT(recipe->selection.train_splits, ElementsAre("train"));
  EXPECT_EQ(recipe->text.normalizer_version(), static_cast<uint32_t>(kNormalizerVersion));
  EXPECT_TRUE(recipe->text.use_title());
  EXPECT_EQ(recipe->json, With(""));
}

TEST(Recipe, ReadsEveryPart) {
  const auto recipe = ParseRecipe(With(R"(
      "kind": "stance", "description": "d", "known_limits": ["l"],
      "text": {"use_title": false, "title_prefix": "t_", "use_keywords": true,
               "drop_numbers": true, "max_words": 9, "mask_attribution": false},
      "views": [{"use_title": false, "max_words": [5, 7], "random_piece": true,
                 "min_body_words": 3, "min_title_words": 1, "skip_words": 2}],
      "selection": {"train_splits": ["a"], "dev_splits": ["b"], "test_splits": ["c"],
                    "drop_sources": ["s"], "drop_labels": ["x"], "holdout_sources": ["h"],
                    "holdout_publishers": ["p"], "train_languages": ["ar"],
                    "dev_share": {"s2": 0.25}, "use_weak": false, "min_words": 4,
                    "max_bad_share": 0.5},
      "sources": {"s3": {"max_per_label": 3, "repeat": 0.5, "label_repeat": {"x": 2}}},
      "other_sources": {"repeat": 2},
      "label_balance": {"share": 0.5, "power": 0.7, "min_repeat": 0.1, "max_repeat": 3},
      "fasttext": {"loss": "ova", "lr": 0.1, "epoch": 2, "dim": 3, "word_ngrams": 2, "bucket": 7,
                   "min_count": 1, "minn": 2, "maxn": 4, "seed": 5, "threads": 2},
      "zero_untouched_rows": false, "precision": "int8",
      "calibration": {"min_per_language": 8, "sources": ["s"]},
      "abstention": {"min_probability": 0.3, "target_accuracy": 0.9, "max_abstained": 0.4,
                     "min_words": 2, "min_known_share": 0.2},
      "languages": ["ar", "en"], "min_language_rows": 3,
      "label_groups": {"g": ["x", "y"]},
      "stance": {"mask_word": "m", "side_window": 1, "position_window": 2, "position_cap": 3,
                 "target_words": true, "context_words": 4, "language_word": true,
                 "neutral_prior": 0.5, "known_target_sources": ["k"], "min_target_rows": 6,
                 "generic_share": 0.25, "max_sentences": 2})"));
  ASSERT_EQ(recipe.status(), absl::OkStatus());
  EXPECT_EQ(recipe->kind, v1::HEAD_KIND_STANCE);
  EXPECT_EQ(recipe->text.max_words(), 9u);
  EXPECT_EQ(recipe->text.title_prefix(), "t_");
  EXPECT_THAT(recipe->views[0].max_words, ElementsAre(5, 7));
  EXPECT_TRUE(recipe->views[0].is_random_piece);
  EXPECT_EQ(recipe->selection.dev_share.at("s2"), 0.25);
  EXPECT_FALSE(recipe->selection.use_weak);
  EXPECT_EQ(recipe->sources.at("s3").max_per_label, 3u);
  EXPECT_EQ(recipe->sources.at("s3").label_repeat.at("x"), 2);
  EXPECT_EQ(recipe->other_sources.repeat, 2);
  EXPECT_EQ(recipe->label_balance.power, 0.7);
  EXPECT_EQ(recipe->fasttext.loss, "ova");
  EXPECT_EQ(recipe->fasttext.maxn, 4u);
  EXPECT_EQ(recipe->calibration.min_per_language, 8u);
  EXPECT_EQ(recipe->abstention.min_known_share, 0.2);
  EXPECT_THAT(recipe->label_groups.at("g"), ElementsAre("x", "y"));
  EXPECT_EQ(recipe->stance.options.position_cap(), 3u);
  EXPECT_TRUE(recipe->stance.options.target_words());
  EXPECT_EQ(recipe->stance.max_sentences, 2u);
}

struct BadRecipe {
  std::string json;
  std::string message;
};

TEST(Recipe, RefusesWhatItDoesNotUnderstand) {
  const std::vector<BadRecipe> table = {
      {"", "JSON"},
      {"[]", "expected an object"},
      {R"({"data": ["a"]})", "'head'"},
      {R"({"head": "Topic", "data": ["a"]})", "'head' is 'Topic'"},
      {R"({"head": "topic"})", "'data' is empty"},
      {R"({"head": "topic", "data": ["../a"]})", "without a folder"},
      {With(R"("hed": 1)"), "unknown key 'hed'; did you mean 'head'?"},
      {With(R"("fasttext": {"epochs": 3})"),
       "unknown key 'fasttext.epochs'; did you mean 'epoch'?"},
      {With(R"("sources": {"s": {"repeats": 3}})"), "'sources.s.repeats'"},
      {With(R"("views": [{"max_word": [3]}])"), "'views[0].max_word'"},
      {With(R"("views": [])"), "'views'"},
      {With(R"("views": [{"use_title": false, "use_body": false}])"), "use_body"},
      {With(R"("kind": "regression")"), "one of 'label', 'stance'"},
      {With(R"("precision": "float8")"), "'float16'"},
      {With(R"("fasttext": {"loss": "mse"})"), "'softmax'"},
      {With(R"("fasttext": {"lr": "high"})"), "'fasttext.lr' is \"high\", expected a number"},
      {With(R"("fasttext": {"lr": -1})"), "'fasttext.lr' is -1"},
      {With(R"("fasttext": {"epoch": 0})"), "'fasttext.epoch'"},
      {With(R"("fasttext": {"loss": "margin", "cost": 0})"), "'fasttext.cost'"},
      {With(R"("fasttext": {"loss": "softmax", "cutoff": 9})"), "'fasttext.cutoff'"},
      {With(R"("fasttext": {"loss": "margin", "cutoff": 9, "word_ngrams": 2})"),
       "'fasttext.cutoff'"},
      {With(R"("fasttext": {"loss": "margin"}, "pretraining": {"data": ["a"]})"),
       "'pretraining.data'"},
      {With(R"("fasttext": {"dim": 1.5})"), "'fasttext.dim'"},
      {With(R"("fasttext": {"minn": 3, "maxn": 2})"), "'fasttext.minn'"},
      {With(R"("fasttext": {"word_ngrams": 2, "bucket": 0})"), "'fasttext.bucket'"},
      {With(R"("selection": {"dev_share": {"s": 1.5}})"), "dev_share.s"},
      {With(R"("selection": {"use_weak": 1})"), "true or false"},
      {With(R"("selection": {"drop_sources": "s"})"), "a list of strings"},
      {With(R"("abstention": {"target_accuracy": 90})"), "target_accuracy"},
      {With(R"("pretraining": {"data": ["a/b"]})"), "pretraining.data"},
      {With(R"("pretraining": {"scale": 0})"), "pretraining.scale"},
      {With(R"("label_groups": {"g": "x"})"), "'label_groups.g'"},
      {With(R"("text": 7)"), "text is a number, expected an object"},
  };
  for (const BadRecipe& row : table) {
    const auto recipe = ParseRecipe(row.json);
    EXPECT_EQ(recipe.status().code(), absl::StatusCode::kInvalidArgument) << row.json;
    EXPECT_THAT(std::string(recipe.status().message()), HasSubstr(row.message)) << row.json;
  }
}

TEST(Recipe, AFileIsNamedInItsErrors) {
  TemporaryFolder folder;
  const std::string path = folder.Write("bad.json", With(R"("hed": 1)"));
  EXPECT_THAT(std::string(ReadRecipe(path).status().message()), HasSubstr(path));
  EXPECT_EQ(ReadRecipe(folder.Path("absent.json")).status().code(), absl::StatusCode::kNotFound);
}

TEST(Recipe, ThoseOfTheShippedModelsAreGood) {
  for (const char* head : {"topic", "source_type", "stance", "stance_arabicstancex", "language"}) {
    const auto recipe =
        ReadRecipe(std::string(TASNIF_SOURCE_DIR) + "/models/recipes/" + head + ".json");
    ASSERT_EQ(recipe.status(), absl::OkStatus());
    EXPECT_EQ(recipe->head, head);
    EXPECT_EQ(recipe->fasttext.threads, 1u);
  }
}

}  // namespace
}  // namespace tasnif
