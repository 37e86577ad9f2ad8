#include "text/tokenizer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "text/utf8.h"

namespace tasnif {
namespace {

using namespace std::string_literals;

Tokens Tokenize(std::string_view text) {
  Tokens tokens;
  Tokenizer::Create().value()->Tokenize(text, &tokens);
  return tokens;
}

std::string Join(const Tokens& tokens) {
  std::string joined;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (i > 0) joined += '|';
    joined += tokens.word(i);
  }
  return joined;
}

struct TokenizeCase {
  std::string input;
  std::string expected;
  std::string why;
};

TEST(Tokenizer, CutsAndNormalisesWords) {
  const TokenizeCase cases[] = {
      {"", "", "empty"},
      {" \n\t.,!", "", "no word at all"},
      {"The minister said.", "the|minister|said", "English"},
      {"can't stop", "can't|stop", "apostrophe inside a word"},
      {"قال الوزيرُ: «لا»", "قال|الوزير|لا", "Arabic, harakat, quotation marks"},
      {"السعر ٣٫٥٪ أو 1,250.75", "السعر|3٫5|او|1,250.75", "numbers keep their separators"},
      {"ـ و ـ", "و", "a lone tatweel is no word"},
      {"a\0b"s, "a|b", "NUL separates"},
      {"a\xFFz", "a|z", "ill-formed bytes separate"},
      {"__label__sport win", "label|sport|win", "no fastText label can appear"},
      {"#كأس_العالم_2026", "كاس|العالم|2026", "hashtag"},
      {"10\u202F000 euros", "10|000|euros", "narrow no-break space is no part of a word"},
      {"see https://example.com/a_b?c=d now", "see|now", "URL"},
      {"(HTTP://EXAMPLE.COM/x) ok", "ok", "URL up to white space, any case"},
      {"www.example.org. Then", "then", "URL without scheme"},
      {"href=\"https://example.com/a\">text", "href|text", "a quotation mark ends a URL"},
      {"www. is not", "www|is|not", "www. alone is no URL"},
      {"على https://t.example/x", "علي", "URL at the end"},
      {"ﷺ", "صلي|الله|عليه|وسلم", "a ligature of four words"},
      {"今日は東京で会議", "今日|は|東京|で|会議", "dictionary segmentation"},
      {"ประชุมสภา", "ประชุม|สภา", "dictionary segmentation, Thai"},
      {"대통령이 말했다", "대통령이|말했다", "Hangul"},
      {"\xAD\u200D\u2139", "\uFFFDi", "ill-formed bytes bound to a letter by a joiner"},
      {"😀 🇪🇬 ok", "ok", "emoji and flags are no words"},
  };
  for (const TokenizeCase& c : cases) EXPECT_EQ(Join(Tokenize(c.input)), c.expected) << c.why;
}

TEST(Tokenizer, RangesNameTheInputBytes) {
  const std::string text = "قال الرئيسُ في Paris";
  const Tokens tokens = Tokenize(text);
  ASSERT_EQ(tokens.size(), 4u);
  EXPECT_EQ(tokens[1].begin_byte, 7u);
  EXPECT_EQ(text.substr(tokens[1].begin_byte, tokens[1].end_byte - tokens[1].begin_byte), "الرئيسُ");
  EXPECT_EQ(tokens.word(1), "الرييس");
  EXPECT_EQ(tokens[3].end_byte, text.size());
}

TEST(Tokenizer, TellsNumbersFromWords) {
  const Tokens tokens = Tokenize("2024 ٢٠٢٤ 3.5 covid19 x");
  ASSERT_EQ(tokens.size(), 5u);
  const TokenKind expected[] = {TokenKind::kNumber, TokenKind::kNumber, TokenKind::kNumber,
                                TokenKind::kWord, TokenKind::kWord};
  for (size_t i = 0; i < 5; ++i) EXPECT_EQ(tokens[i].kind, expected[i]) << i;
}

TEST(Tokenizer, AppendsToWhatIsThere) {
  const auto tokenizer = Tokenizer::Create().value();
  Tokens tokens;
  tokenizer->Tokenize("one", &tokens);
  tokenizer->Tokenize("two", &tokens);
  EXPECT_EQ(Join(tokens), "one|two");
  tokens.Clear();
  EXPECT_TRUE(tokens.empty());
}

TEST(Tokenizer, CutsAMegabyteWithoutASpace) {
  for (const std::string letter : {"x", "ب", "ก", "漢", "한"}) {
    std::string text;
    while (text.size() < (1 << 20)) text += letter;
    const Tokens tokens = Tokenize(text);
    ASSERT_FALSE(tokens.empty());
    size_t covered = 0;
    for (const Token& token : tokens) {
      covered += token.end_byte - token.begin_byte;
      ASSERT_LE(CountCodePoints(tokens.word(token)), kMaxTokenCodePoints);
    }
    EXPECT_EQ(covered, text.size()) << letter;
  }
}

TEST(Tokenizer, AJoinerBehindASpaceDoesNotStopIt) {
  // Once an endless loop: the part left to ICU ended at the space where it began.
  EXPECT_EQ(Join(Tokenize("a \u200Db \u200D c")), "a|b|c");
}

TEST(Tokenizer, AUrlOfAMegabyteIsDroppedInOnePass) {
  std::string text = "https://example.com/";
  while (text.size() < (1 << 20)) text += "a.www.http://";
  EXPECT_EQ(Join(Tokenize(text + " end")), "end");
}

TEST(Tokenizer, WordsHoldNoSeparatorAndLieInOrder) {
  std::string text;
  for (char32_t c = 1; c <= 0x2FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    text += 'a';
    AppendUtf8(c, &text);
  }
  const Tokens tokens = Tokenize(text);
  uint32_t last = 0;
  for (const Token& token : tokens) {
    ASSERT_LE(last, token.begin_byte);
    ASSERT_LT(token.begin_byte, token.end_byte);
    ASSERT_LE(token.end_byte, text.size());
    last = token.begin_byte;
    const std::string_view word = tokens.word(token);
    ASSERT_TRUE(IsValidUtf8(word));
    for (size_t position = 0; position < word.size();) {
      ASSERT_FALSE(IsWordSplitter(NextCodePoint(word, &position))) << word;
    }
  }
}

}  // namespace
}  // namespace tasnif
