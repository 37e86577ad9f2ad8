#include "labels/light_stem.h"

#include "gtest/gtest.h"

namespace tasnif {
namespace {

TEST(LightStem, FormsOfAWordMeet) {
  const struct {
    std::string_view word;
    std::string_view expected;
    const char* why;
  } rows[] = {
      {"والمدرسه", "مدرس", "conjunction, article, ta marbuta as the normaliser writes it"},
      {"مدارسها", "مدارس", "pronoun"},
      {"بالمعلمين", "معلم", "preposition with article, plural"},
      {"للدوله", "دول", "ل swallows the alef of the article"},
      {"ولد", "ولد", "three letters stay whole, though they begin like a conjunction"},
      {"كتب", "كتب", "three letters stay whole"},
      {"وقال", "قال", "conjunction"},
      {"ولدت", "ولدت", "what is left would be too short"},
      {"criticised", "criti", "five letters"},
      {"new", "new", "shorter than five"},
      {"обвинил", "обвин", "letters, not bytes"},
      {"", "", "nothing"},
  };
  for (const auto& row : rows) EXPECT_EQ(LightStem(row.word), row.expected) << row.why;
}

TEST(LightStem, MixedScriptsAreCutBetweenLetters) { EXPECT_EQ(LightStem("كوفيد19بلس"), "كوفيد"); }

}  // namespace
}  // namespace tasnif
