#include "text/utf8.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

namespace tasnif {
namespace {

using namespace std::string_literals;

struct RepairCase {
  std::string input;
  std::string expected;
  size_t replaced;
  std::string why;
};

TEST(RepairUtf8, ReplacesEachMaximalSubpartOnce) {
  const RepairCase cases[] = {
      {"", "", 0, "empty"},
      {"plain", "plain", 0, "ASCII"},
      {"العربية", "العربية", 0, "two-byte letters"},
      {"日本 𝒳", "日本 𝒳", 0, "three and four bytes"},
      {"a\0b"s, "a\0b"s, 0, "NUL is a valid code point"},
      {"caf\xE9", "caf\uFFFD", 1, "Latin-1 at the end"},
      {"caf\xE9 noir", "caf\uFFFD noir", 1, "the byte after a broken lead is kept"},
      {"\x80\xBF", "\uFFFD\uFFFD", 2, "continuation bytes alone: one each"},
      {"\xC0\xAF", "\uFFFD\uFFFD", 2, "overlong slash: neither byte can begin anything"},
      {"\xE0\x80\xAF", "\uFFFD\uFFFD\uFFFD", 3, "overlong in three bytes"},
      {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD", 3, "surrogate"},
      {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD", 4, "beyond U+10FFFF"},
      {"\xE2\x82", "\uFFFD", 1, "truncated: a maximal subpart of two bytes is one"},
      {"\xF0\x9F\x98", "\uFFFD", 1, "truncated: a maximal subpart of three bytes is one"},
      {"\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64",
       "\uFFFD\uFFFD\uFFFD\x62\uFFFD\x63\uFFFD\uFFFD\x64", 6, "table 3-8 of the standard"},
      {"\xFE\xFF", "\uFFFD\uFFFD", 2, "UTF-16 mark"},
  };
  for (const RepairCase& c : cases) {
    const RepairedText repaired = RepairUtf8(c.input);
    EXPECT_EQ(repaired.text, c.expected) << c.why;
    EXPECT_EQ(repaired.replaced, c.replaced) << c.why;
    EXPECT_EQ(IsValidUtf8(c.input), c.replaced == 0) << c.why;
    EXPECT_TRUE(IsValidUtf8(repaired.text)) << c.why;
  }
}

TEST(Utf8, EveryScalarValueSurvivesTheRoundTrip) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string encoded;
    AppendUtf8(c, &encoded);
    size_t position = 0;
    ASSERT_EQ(NextCodePointOrIllFormed(encoded, &position), c);
    ASSERT_EQ(position, encoded.size());
  }
}

TEST(Utf8, EveryPairOfBytesIsRepairedToValidUtf8) {
  for (int pair = 0; pair < 0x10000; ++pair) {
    const std::string bytes = {'a', static_cast<char>(pair >> 8), static_cast<char>(pair), 'z'};
    const RepairedText repaired = RepairUtf8(bytes);
    ASSERT_TRUE(IsValidUtf8(repaired.text)) << pair;
    ASSERT_EQ(repaired.replaced == 0, repaired.text == bytes) << pair;
    ASSERT_EQ(repaired.text.front(), 'a') << pair;
    ASSERT_EQ(repaired.text.back(), 'z') << pair;
  }
}

TEST(Utf8, ErrorBehindALongAsciiRunIsFound) {
  for (size_t length = 0; length < 40; ++length) {
    EXPECT_EQ(ValidUtf8Prefix(std::string(length, 'x') + "\xFF"), length);
  }
}

TEST(Utf8, CountsCodePoints) {
  EXPECT_EQ(CountCodePoints(""), 0u);
  EXPECT_EQ(CountCodePoints("aب日𝒳"), 4u);
  EXPECT_EQ(CountCodePoints("a\xE2\x82z"), 3u);
}

// Decodes one code point after the other.
size_t PlainValidPrefix(std::string_view bytes) {
  size_t position = 0;
  while (position < bytes.size()) {
    const size_t begin = position;
    if (NextCodePointOrIllFormed(bytes, &position) == kIllFormed) return begin;
  }
  return position;
}

TEST(Utf8, ValidPrefixEndsAtTheFirstIllFormedByteWhereverItStands) {
  const std::string breaks[] = {"\x80",
                                "\xC0\x80",
                                "\xC1\xBF",
                                "\xC3",
                                "\xDF",
                                "\xE2\x80",
                                "\xFF",
                                "\xED\xA0\x80",
                                "\xC3"
                                "a",
                                "\xD8\xD8"};
  const std::string pieces[] = {"a", "é", "ع", "“", "文", "\U0001F600", "word ", "كلمة "};
  std::mt19937 random(3);
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (size_t n = random() % 30; n > 0; --n) text += pieces[random() % std::size(pieces)];
    if (round % 3 > 0) text += breaks[random() % std::size(breaks)];
    if (round % 3 > 1) text += "عربي and more";
    ASSERT_EQ(ValidUtf8Prefix(text), PlainValidPrefix(text)) << text;
    ASSERT_EQ(IsValidUtf8(text), PlainValidPrefix(text) == text.size());
  }
}

}  // namespace
}  // namespace tasnif
