// text/utf8.h
//
// Reading, checking and repairing UTF-8. What is ill-formed becomes U+FFFD, one for each maximal
// subpart, as browsers do, so that a repaired text looks the same here and there.
//
//   RepairedText repaired = RepairUtf8("caf\xE9");   // text "caf\uFFFD", replaced 1
//
// NUL is a valid code point and is kept; the tokenizer treats it as a separator.
//
// Threads: pure functions. Cost: one pass; sequences of one and two bytes, that is nearly all of
// Latin, Arabic, Hebrew, Cyrillic and Greek text, are checked eight bytes at a time.
// Source: The Unicode Standard, chapter 3, table 3-7 and definition D93b; WHATWG Encoding.
#ifndef TASNIF_TEXT_UTF8_H_
#define TASNIF_TEXT_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tasnif {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

struct RepairedText {
  std::string text;     // Valid UTF-8.
  size_t replaced = 0;  // How many U+FFFD were put in. 0: `text` is the input.
};

RepairedText RepairUtf8(std::string_view bytes);

bool IsValidUtf8(std::string_view bytes);

// Bytes before the first ill-formed sequence; bytes.size() where there is none.
size_t ValidUtf8Prefix(std::string_view bytes);

// As NextCodePoint, but returns kIllFormed instead of U+FFFD.
inline constexpr char32_t kIllFormed = 0xFFFFFFFF;
inline char32_t NextCodePointOrIllFormed(std::string_view text, size_t* position);

// Decodes the code point that begins at `*position` and moves `*position` behind it. Where the
// bytes are ill-formed: returns U+FFFD and moves behind the maximal subpart, at least one byte.
// Requires *position < text.size().
inline char32_t NextCodePoint(std::string_view text, size_t* position) {
  const char32_t code_point = NextCodePointOrIllFormed(text, position);
  return code_point == kIllFormed ? kReplacementCharacter : code_point;
}

// `code_point` must be a Unicode scalar value.
void AppendUtf8(char32_t code_point, std::string* out);

// Number of code points; each maximal ill-formed subpart counts once.
size_t CountCodePoints(std::string_view text);

namespace utf8_internal {

// NextCodePointOrIllFormed for any sequence.
char32_t DecodeAny(std::string_view text, size_t* position);

}  // namespace utf8_internal

// One and two bytes are decoded in place: most calls end here.
inline char32_t NextCodePointOrIllFormed(std::string_view text, size_t* position) {
  const size_t begin = *position;
  const auto first = static_cast<uint8_t>(text[begin]);
  if (first < 0x80) {
    *position = begin + 1;
    return first;
  }
  if (first >= 0xC2 && first < 0xE0 && begin + 1 < text.size()) {
    const auto second = static_cast<uint8_t>(text[begin + 1]);
    if ((second & 0xC0) == 0x80) {
      *position = begin + 2;
      return static_cast<char32_t>((first & 0x1F) << 6 | (second & 0x3F));
    }
  }
  return utf8_internal::DecodeAny(text, position);
}

}  // namespace tasnif

#endif  // TASNIF_TEXT_UTF8_H_
