#include "labels/light_stem.h"

#include <cstddef>
#include <initializer_list>

namespace tasnif {
namespace {

constexpr size_t kMinLetters = 3;
constexpr size_t kTruncatedLetters = 5;
constexpr size_t kArabicLetterBytes = 2;  // Of U+0600 to U+06FF in UTF-8.

bool IsArabic(std::string_view word) {
  const unsigned char lead = word.empty() ? 0 : static_cast<unsigned char>(word[0]);
  return lead >= 0xD8 && lead <= 0xDB;
}

bool HasTwoBytesALetter(std::string_view word) {
  for (size_t i = 0; i < word.size(); i += kArabicLetterBytes) {
    if (!IsArabic(word.substr(i))) return false;
  }
  return word.size() % kArabicLetterBytes == 0;
}

// Takes away the first of `affixes` that the word begins with.
std::string_view WithoutPrefix(std::string_view word,
                               std::initializer_list<std::string_view> affixes) {
  for (const std::string_view affix : affixes) {
    if (word.substr(0, affix.size()) == affix) return word.substr(affix.size());
  }
  return word;
}

std::string_view WithoutSuffix(std::string_view word,
                               std::initializer_list<std::string_view> affixes) {
  for (const std::string_view affix : affixes) {
    const bool ends =
        word.size() >= affix.size() && word.substr(word.size() - affix.size()) == affix;
    if (ends) return word.substr(0, word.size() - affix.size());
  }
  return word;
}

std::string_view IfLongEnough(std::string_view shorter, std::string_view word) {
  return shorter.size() >= kMinLetters * kArabicLetterBytes ? shorter : word;
}

std::string_view ArabicStem(std::string_view word) {
  if (word.size() <= kMinLetters * kArabicLetterBytes) return word;
  std::string_view stem = WithoutPrefix(word, {"و", "ف"});
  stem = WithoutPrefix(stem, {"ال", "بال", "كال", "لل", "ب", "ل", "ك", "س"});
  stem = IfLongEnough(stem, word);
  // Two letters before one: the longest ending goes.
  return IfLongEnough(WithoutSuffix(stem, {"ها", "هم", "نا", "كم", "ات", "ون", "ين", "ان", "وا",
                                           "تي", "ه", "ي", "ك"}),
                      stem);
}

std::string_view FirstLetters(std::string_view word, size_t letters) {
  size_t byte = 0;
  while (byte < word.size()) {
    const bool is_letter_start = (static_cast<unsigned char>(word[byte]) & 0xC0) != 0x80;
    if (is_letter_start && letters-- == 0) break;
    ++byte;
  }
  return word.substr(0, byte);
}

}  // namespace

std::string_view LightStem(std::string_view word) {
  if (IsArabic(word) && HasTwoBytesALetter(word)) return ArabicStem(word);
  return FirstLetters(word, kTruncatedLetters);
}

}  // namespace tasnif
