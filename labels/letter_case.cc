#include "labels/letter_case.h"

#include "text/utf8.h"

namespace tasnif {
namespace {

bool IsCasedLetter(char32_t c) {
  if (c < 0x80) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  return (c >= 0xC0 && c < 0x530) || (c >= 0x1E00 && c < 0x2000);
}

}  // namespace

bool StartsWithCapital(std::string_view original, std::string_view folded) {
  if (original.empty() || folded.empty()) return false;
  size_t in_original = 0;
  size_t in_folded = 0;
  const char32_t letter = NextCodePoint(original, &in_original);
  return IsCasedLetter(letter) && letter != NextCodePoint(folded, &in_folded);
}

bool IsAllCapitals(std::string_view original, std::string_view folded) {
  size_t in_original = 0;
  size_t in_folded = 0;
  bool has_letter = false;
  while (in_original < original.size() && in_folded < folded.size()) {
    const char32_t letter = NextCodePoint(original, &in_original);
    const char32_t fold = NextCodePoint(folded, &in_folded);
    if (!IsCasedLetter(letter)) continue;
    if (letter == fold) return false;
    has_letter = true;
  }
  return has_letter;
}

}  // namespace tasnif
