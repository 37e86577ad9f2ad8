#include "train/views.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace tasnif {
namespace {

// Two title words, then body words b0, b1, ….
Words MakeWords(int body) {
  Words words;
  words.AddMade("t0", {0, 2, true});
  words.AddMade("t1", {3, 5, true});
  for (int i = 0; i < body; ++i) words.AddMade(absl::StrCat("b", i), {0, 0, false});
  return words;
}

TEST(Views, TakeWhatTheySay) {
  struct Row {
    View view;
    uint32_t max_words;
    std::string expected;
    const char* why;
  };
  const Row table[] = {
      {{}, 0, "t0 t1 b0 b1 b2 b3 b4", "everything"},
      {{}, 2, "t0 t1 b0 b1", "the recipe's limit"},
      {{.max_words = {3}}, 2, "t0 t1 b0 b1 b2", "the view's own limit"},
      {{.use_body = false}, 0, "t0 t1", "title only"},
      {{.use_title = false}, 2, "b0 b1", "body only"},
      {{.use_title = false, .skip_words = 3}, 0, "b3 b4", "from the middle"},
      {{.use_title = false, .skip_words = 9}, 0, "", "nothing is left"},
      {{.min_title_words = 3}, 0, "", "too short a title"},
      {{.min_body_words = 6}, 0, "", "too short a body"},
      {{.min_title_words = 2, .min_body_words = 5}, 1, "t0 t1 b0", "just long enough"},
  };
  for (const Row& row : table) {
    EXPECT_EQ(ViewRow(row.view, MakeWords(5), row.max_words, 1), row.expected) << row.why;
  }
}

TEST(Views, ARandomPieceIsWholeAndDependsOnTheHash) {
  const View view = {.use_title = false, .max_words = {3}, .is_random_piece = true};
  std::set<std::string> seen;
  for (uint64_t hash = 0; hash < 200; ++hash) seen.insert(ViewRow(view, MakeWords(6), 0, hash));
  EXPECT_EQ(seen, (std::set<std::string>{"b0 b1 b2", "b1 b2 b3", "b2 b3 b4", "b3 b4 b5"}));
}

TEST(Views, OneOfSeveralLengthsIsDrawn) {
  const View view = {.use_title = false, .max_words = {1, 2}};
  std::set<std::string> seen;
  for (uint64_t hash = 0; hash < 100; ++hash) seen.insert(ViewRow(view, MakeWords(3), 0, hash));
  EXPECT_EQ(seen, (std::set<std::string>{"b0", "b0 b1"}));
}

TEST(Views, ARowIsNeverLongerThanTheLimit) {
  const std::string row = ViewRow({.use_title = false}, MakeWords(3000), 0, 1);
  EXPECT_EQ(std::count(row.begin(), row.end(), ' '), static_cast<int>(kMaxRowWords) - 1);
}

TEST(Views, WordsThatWouldChangeTheLabelAreLeftOut) {
  const std::string_view nul("a\0b", 3);
  EXPECT_EQ(JoinWords({"x", "__label__sport", "</s>", "", "a b", "a\nb", nul, "y"}), "x y");
}

}  // namespace
}  // namespace tasnif
