#include "text/normalizer.h"

#include <gtest/gtest.h>

#include <string>

#include "text/utf8.h"

namespace tasnif {
namespace {

std::string Normalize(std::string_view token) {
  static const auto& normalizer = *new auto(Normalizer::Create().value());
  std::string out;
  normalizer->NormalizeToken(token, &out);
  return out;
}

struct NormalizeCase {
  std::string input;
  std::string expected;
  std::string why;
};

TEST(Normalizer, FoldsSpellings) {
  const NormalizeCase cases[] = {
      {"", "", "empty"},
      {"Reuters", "reuters", "case"},
      {"STRASSE", "strasse", "case"},
      {"Straße", "strasse", "full case folding"},
      {"ΌΜΙΛΟΣ", "όμιλοσ", "final sigma folds"},
      {"ﬁnance", "finance", "compatibility ligature"},
      {"２０２４", "2024", "full-width digits"},
      {"cafe\u0301", "café", "composition"},
      {"soft\u00ADhyphen", "softhyphen", "soft hyphen is ignorable"},
      {"zero\u200Bwidth\u200D", "zerowidth", "zero width"},
      {"\u202Bعرب\u202C", "عرب", "bidi controls"},
      {"أحمد", "احمد", "alef with hamza above"},
      {"إيران", "ايران", "alef with hamza below"},
      {"آسيا", "اسيا", "alef with madda"},
      {"ٱلله", "الله", "alef wasla"},
      {"مصطفى", "مصطفي", "alef maksura"},
      {"حكومة", "حكومه", "teh marbuta"},
      {"مسؤول", "مسوول", "hamza on waw"},
      {"رئيس", "رييس", "hamza on yeh"},
      {"سماء", "سماء", "bare hamza stays"},
      {"مُحَمَّدٌ", "محمد", "harakat"},
      {"الرحمٰن", "الرحمن", "superscript alef"},
      {"الســــلام", "السلام", "tatweel"},
      {"ا\u0654حمد", "احمد", "decomposed hamza"},
      {"ﻣﺼﺮ", "مصر", "presentation forms"},
      {"تهران\u06CC", "تهراني", "Farsi yeh"},
      {"\u06A9شور", "كشور", "Farsi kaf"},
      {"گچپژ", "گچپژ", "Persian letters stay"},
      {"٢٠٢٤", "2024", "Arabic-Indic digits"},
      {"۱۴۰۳", "1403", "Extended Arabic-Indic digits"},
      {"ـ", "", "lone tatweel"},
      {"\u064E\u0651", "", "marks alone"},
      {"ﷺ", "صلي الله عليه وسلم", "the ligature spells four words"},
      {"\u06C2", "\u06C1", "heh goal with hamza, composed"},
      {"\u06C1\u0654", "\u06C1", "and decomposed"},
  };
  for (const NormalizeCase& c : cases) EXPECT_EQ(Normalize(c.input), c.expected) << c.why;
}

TEST(Normalizer, AppendsAndKeepsWhatWasThere) {
  const auto normalizer = Normalizer::Create().value();
  std::string out = "أ ";
  normalizer->NormalizeToken("أب", &out);
  EXPECT_EQ(out, "أ اب");
}

TEST(Normalizer, IsIdempotentOnEveryCodePoint) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    AppendUtf8(c, &text);
    const std::string once = Normalize(text);
    ASSERT_EQ(Normalize(once), once) << std::hex << static_cast<uint32_t>(c);
  }
}

TEST(Normalizer, IsIdempotentOnMixedMarks) {
  // Marks of several combining classes, Arabic and not: dropping one lets others compose.
  const std::u32string alphabet = U"aا\u064E\u0654\u0655\u0301\u0327ى\u0640\u06D6\u0338";
  const size_t n = alphabet.size();
  for (size_t code = 0; code < n * n * n * n; ++code) {
    std::string text;
    for (size_t rest = code, i = 0; i < 4; ++i, rest /= n) AppendUtf8(alphabet[rest % n], &text);
    const std::string once = Normalize(text);
    ASSERT_EQ(Normalize(once), once) << text;
  }
}

TEST(IcuVersion, IsTheOneInUse) {
  EXPECT_EQ(IcuVersion().substr(0, IcuVersion().find('.')), std::to_string(U_ICU_VERSION_MAJOR_NUM));
}

}  // namespace
}  // namespace tasnif
