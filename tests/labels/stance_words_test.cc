#include "labels/stance_words.h"

#include "gtest/gtest.h"

namespace tasnif {
namespace {

TEST(StanceWords, MarksAreTakenOffAgain) {
  struct Row {
    const char* word;
    const char* text;
    bool is_stem;
    const char* why;
  };
  const Row table[] = {
      {"word", "word", false, "no mark"},
      {"l:word", "word", false, "side"},
      {"r2:كلمة", "كلمة", false, "distance"},
      {"t13:word", "word", false, "known target"},
      {"p:stem", "stem", true, "stem"},
      {"pl:stem", "stem", true, "stem on a side"},
      {"t3:p:stem", "stem", true, "stem for a known target"},
      {"t3:", "t3:", false, "the target's own word"},
      {":", ":", false, "nothing around the mark"},
      {"", "", false, "nothing at all"},
  };
  for (const Row& row : table) {
    const UnmarkedWord unmarked = Unmarked(row.word);
    EXPECT_EQ(unmarked.text, row.text) << row.why;
    EXPECT_EQ(unmarked.is_stem, row.is_stem) << row.why;
  }
}

}  // namespace
}  // namespace tasnif
