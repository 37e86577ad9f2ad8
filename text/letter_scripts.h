// text/letter_scripts.h
//
// The script of each letter, and a few letters that tell languages of one script apart, counted
// over a text in one pass.
//
//   const LetterCounts counts = CountLetters("وزارة");
//   counts.ByScript()[USCRIPT_ARABIC] == 5
//
// Threads: pure functions. Cost: linear, one load for each letter; the first call asks ICU about
// 65,536 code points and keeps the answers, 64 KB.
// Source: Unicode 15 (ICU 72), general category L and property Script.
#ifndef TASNIF_TEXT_LETTER_SCRIPTS_H_
#define TASNIF_TEXT_LETTER_SCRIPTS_H_

#include <unicode/uscript.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace tasnif {

// What a code point counts as: a UScriptCode, or one of those below.
using LetterClass = uint8_t;
inline constexpr LetterClass kAsciiLetter = 0xF8;      // Latin.
inline constexpr LetterClass kPersianLetter = 0xF9;    // Arabic script, not used in Arabic.
inline constexpr LetterClass kUrduLetter = 0xFA;       // So, and neither in Persian.
inline constexpr LetterClass kUkrainianLetter = 0xFB;  // Cyrillic, not used in Russian.
inline constexpr LetterClass kNoLetter = 0xFF;

struct LetterCounts {
  std::array<uint32_t, 256> of_class{};  // That of kNoLetter means nothing.

  // By UScriptCode.
  std::array<uint32_t, kAsciiLetter> ByScript() const;

  // Letters beyond ASCII, of any script.
  uint32_t BeyondAscii() const;
};

LetterCounts CountLetters(std::string_view text);

// The one of `scripts`, of which some letter must stand in `text`, whose letter comes first.
UScriptCode FirstScriptOf(std::string_view text, const std::array<bool, 256>& scripts);

}  // namespace tasnif

#endif  // TASNIF_TEXT_LETTER_SCRIPTS_H_
