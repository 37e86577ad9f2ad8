#include "labels/language_codes.h"

#include <gtest/gtest.h>

#include <string_view>

namespace tasnif {
namespace {

TEST(NormaliseLanguage, TakesThePrimarySubtag) {
  const struct {
    std::string_view code, expected;
  } kCases[] = {{"ar", "ar"},    {"AR", "ar"},    {"ar-EG", "ar"},   {"arb_Arab", "ar"},
                {"ara", "ar"},   {"en-GB", "en"}, {"zh-Hant", "zh"}, {"ary", "ary"},
                {"fil", "fil"},  {"und", "und"},  {"", ""},          {"a", ""},
                {"english", ""}, {"12", ""},      {"-ar", ""},       {"عربي", ""}};
  for (const auto& c : kCases) EXPECT_EQ(NormaliseLanguage(c.code), c.expected) << c.code;
}

TEST(NormaliseLanguage, OneLanguageHasOneCode) {
  const struct {
    std::string_view code, expected, why;
  } kCases[] = {
      {"zho_Hant", "zh", "scripts are left out"},
      {"als_Latn", "sq", "Tosk is the Albanian of FLORES"},
      {"nob_Latn", "nb", "a code of its own, though Norwegian"},
      {"iw", "he", "replaced in 1989"},
      {"ger", "de", "bibliographic"},
      {"deu", "de", "terminological"},
      {"yue_Hant", "yue", "has no code of two letters"},
      {"arz_Arab", "arz", "other heads are calibrated for it"},
      {"xx", "xx", "what is not known stays"},
  };
  for (const auto& c : kCases) EXPECT_EQ(NormaliseLanguage(c.code), c.expected) << c.why;
}

TEST(LanguageLabel, FoldsVarieties) {
  const struct {
    std::string_view code, expected;
  } kCases[] = {{"arb_Arab", "ar"}, {"arz", "ar"},           {"ary_Arab", "ar"},
                {"apc", "ar"},      {"ajp_Arab", "ar"},      {"ar-EG", "ar"},
                {"prs_Arab", "fa"}, {"pes", "fa"},           {"nob_Latn", "no"},
                {"nno", "nn"},      {"fil", "tl"},           {"zho_Hans", "zh"},
                {"yue", "yue"},     {"arb_Latn", "ar-Latn"}, {"ar-Latn", "ar-Latn"},
                {"und", "und"},     {"english", ""},         {"", ""}};
  for (const auto& c : kCases) EXPECT_EQ(LanguageLabel(c.code), c.expected) << c.code;
}

TEST(LanguageLabel, IsItsOwnLabel) {
  for (const char* code : {"arb_Arab", "arb_Latn", "prs_Arab", "zho_Hans", "nob_Latn", "fil"}) {
    const std::string label = LanguageLabel(code);
    EXPECT_EQ(LanguageLabel(label), label) << code;
  }
}

}  // namespace
}  // namespace tasnif
