#include "text/folded_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "text/arabic_fold.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

using namespace std::string_literals;

// What FoldedText promises, said plainly: each byte with the range of the input that it came from.
struct PlainFold {
  std::string text;
  std::vector<ByteRange> sources;
  uint32_t input_size = 0;

  void Add(char32_t c, ByteRange source) {
    AppendUtf8(c, &text);
    sources.resize(text.size(), source);
  }

  ByteRange InputRange(size_t begin, size_t end) const {
    if (begin < end) return {sources[begin].begin_byte, sources[end - 1].end_byte};
    const uint32_t at = begin < sources.size() ? sources[begin].begin_byte : input_size;
    return {at, at};
  }

  size_t OffsetOf(uint32_t input_byte) const {
    size_t offset = 0;
    while (offset < sources.size() && sources[offset].begin_byte < input_byte) ++offset;
    return offset;
  }
};

bool IsDropped(char32_t c) {
  const std::u32string_view invisible = U"\u00AD\u200B\u200F\u202E\u2066\uFEFF\uFDD0\uFDD1";
  return invisible.find(c) != std::u32string_view::npos || FoldArabic(c) == kDropped;
}

char32_t PlainFoldOf(char32_t c) {
  const std::u32string_view spaces = U"\t\r\f\v\u00A0\u202F\u2000\u2009\u3000";
  return spaces.find(c) != std::u32string_view::npos ? U' ' : FoldArabic(c);
}

PlainFold FoldPlainly(std::string_view input) {
  PlainFold fold;
  fold.input_size = static_cast<uint32_t>(input.size());
  for (size_t position = 0; position < input.size();) {
    const auto begin = static_cast<uint32_t>(position);
    const char32_t c = NextCodePoint(input, &position);
    const auto end = static_cast<uint32_t>(position);
    if (!IsDropped(c)) {
      fold.Add(PlainFoldOf(c), {begin, end});
      continue;
    }
    const uint32_t last = fold.sources.empty() ? 0 : fold.sources.back().begin_byte;
    for (ByteRange& source : fold.sources) {
      if (source.begin_byte == last) source.end_byte = end;
    }
  }
  return fold;
}

PlainFold MaskPlainly(const PlainFold& fold, const std::vector<FoldedText::Mask>& masks) {
  PlainFold masked;
  masked.input_size = fold.input_size;
  size_t next = 0;
  for (size_t i = 0; i <= fold.text.size();) {
    if (next < masks.size() && masks[next].range.begin_byte == i) {
      const ByteRange range = masks[next].range;
      masked.Add(masks[next++].mask, fold.InputRange(range.begin_byte, range.end_byte));
      i = range.end_byte;
      continue;
    }
    if (i < fold.text.size()) {
      masked.text += fold.text[i];
      masked.sources.push_back(fold.sources[i]);
    }
    ++i;
  }
  return masked;
}

void ExpectEqual(const FoldedText& folded, const PlainFold& plain, const std::string& input) {
  ASSERT_EQ(folded.text(), plain.text) << input;
  for (size_t begin = 0; begin <= plain.text.size(); ++begin) {
    for (size_t end = begin; end <= plain.text.size(); ++end) {
      ASSERT_EQ(folded.InputRange(begin, end), plain.InputRange(begin, end))
          << begin << " to " << end << " of " << input;
    }
  }
  for (uint32_t byte = 0; byte <= input.size(); ++byte) {
    ASSERT_EQ(folded.OffsetOf(byte), plain.OffsetOf(byte)) << byte << " of " << input;
  }
}

// A text of few pieces: kept, dropped, shrinking and growing ones stand next to each other often.
std::string RandomText(std::mt19937* random) {
  static const std::string kPieces[] = {
      "a",          "Z",      " ",      "\n",       "\t",       "\r",     "ا",      "أ",
      "ى",          "ة",      "ب",      "\u064B",   "\u0651",   "\u0640", "٣",      "۵",
      "é",          "ж",      "\u00AD", "\u00A0",   "\u200B",   "\u200F", "\u2009", "\u202E",
      "\u2066",     "\u3000", "“",      "文",       "\u202F",   "\uFEFF", "\uFDD0", "\uFDD1",
      "\U0001F600", "\xFF",   "\xC3",   "\xE2\x80", "\xF0\x9F", "\x80",   "\0"s,    "\x7F"};
  std::string text;
  for (size_t n = (*random)() % 24; n > 0; --n) text += kPieces[(*random)() % std::size(kPieces)];
  return text;
}

std::vector<FoldedText::Mask> RandomMasks(const std::string& text, std::mt19937* random) {
  std::vector<uint32_t> starts;  // Of characters, and the end.
  for (size_t position = 0; position < text.size(); NextCodePoint(text, &position)) {
    starts.push_back(static_cast<uint32_t>(position));
  }
  starts.push_back(static_cast<uint32_t>(text.size()));
  std::vector<FoldedText::Mask> masks;
  for (size_t i = (*random)() % 4; i + 1 < starts.size();) {
    const size_t end = std::min(starts.size() - 1, i + 1 + (*random)() % 4);
    masks.push_back(
        {{starts[i], starts[end]}, (*random)() % 2 == 0 ? kStrongNameMask : kWeakNameMask});
    i = end + (*random)() % 3;  // Every third one stands beside the next.
  }
  return masks;
}

TEST(FoldedText, LeadsBackToTheInput) {
  const std::string input = "إقــرأ أيضاً";
  const FoldedText folded(input);
  EXPECT_EQ(folded.text(), "اقرا ايضا");
  EXPECT_EQ(Slice(input, folded.InputRange(0, 8)), "إقــرأ");
  EXPECT_EQ(Slice(input, folded.InputRange(9, folded.text().size())), "أيضاً");
  EXPECT_EQ(folded.OffsetOf(static_cast<uint32_t>(input.find(' '))), 8u);
}

TEST(FoldedText, WhatIsDroppedBelongsToTheCharacterBeforeIt) {
  const std::string input = "\u200F\u0640a\u064B\u200Fb\u200B";
  const FoldedText folded(input);
  EXPECT_EQ(folded.text(), "ab");
  EXPECT_EQ(folded.InputRange(0, 1), (ByteRange{5, 11}));  // None before it: not at the beginning.
  EXPECT_EQ(folded.InputRange(1, 2), (ByteRange{11, 15}));
  EXPECT_EQ(folded.InputRange(2, 2), (ByteRange{15, 15}));
}

TEST(FoldedText, FoldsEveryCodePointAsThePlainOneDoes) {
  for (char32_t c = 0; c < 0x10000; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string input = "x";
    AppendUtf8(c, &input);
    input += "y";
    const std::string text = FoldedText(input).text();
    size_t position = 1;
    ASSERT_EQ(text.substr(0, 1), "x");
    const char32_t folded = NextCodePoint(text, &position);
    if (FoldArabic(c) == kDropped) {
      ASSERT_EQ(folded, U'y') << std::hex << static_cast<uint32_t>(c);
    } else if (folded != U' ' && folded != U'y') {
      ASSERT_EQ(folded, FoldArabic(c)) << std::hex << static_cast<uint32_t>(c);
    }
  }
}

TEST(FoldedText, AgreesWithThePlainFoldOnRandomTexts) {
  std::mt19937 random(20240213);
  FoldedText reused;
  for (int round = 0; round < 4000; ++round) {
    const std::string input = RandomText(&random);
    const PlainFold plain = FoldPlainly(input);
    reused.Assign(input);
    ASSERT_NO_FATAL_FAILURE(ExpectEqual(reused, plain, input));
    const std::vector<FoldedText::Mask> masks = RandomMasks(plain.text, &random);
    ASSERT_NO_FATAL_FAILURE(ExpectEqual(reused.Masked(masks), MaskPlainly(plain, masks), input));
  }
}

}  // namespace
}  // namespace tasnif
