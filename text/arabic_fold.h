// text/arabic_fold.h
//
// The Arabic half of normalisation, one code point at a time: letters that writers use for each
// other become one letter, marks that carry no lexical meaning in news prose disappear.
//
//   FoldArabic(U'أ') == U'ا'      FoldArabic(U'\u064E') == kDropped   (fatha)
//
// Bare hamza (ء) is a letter of its own and is kept, as are the Persian letters گ چ پ ژ, which
// have no Arabic counterpart.
//
// Threads: pure functions. Part of the normaliser's version: see kNormalizerVersion.
#ifndef TASNIF_TEXT_ARABIC_FOLD_H_
#define TASNIF_TEXT_ARABIC_FOLD_H_

namespace tasnif {

inline constexpr char32_t kDropped = 0xFFFFFFFF;

// Harakat, Quranic annotation, honorific signs: always written upon a letter.
constexpr bool IsArabicMark(char32_t c) {
  return (c >= 0x064B && c <= 0x065F) || c == 0x0670 || (c >= 0x06D6 && c <= 0x06ED) ||
         (c >= 0x0610 && c <= 0x061A);
}

constexpr char32_t kTatweel = 0x0640;

// The code point that stands for `c`, or kDropped.
constexpr char32_t FoldArabic(char32_t c) {
  if (c < 0x0610 || c > 0x06F9) return c;
  if (c == kTatweel || IsArabicMark(c)) return kDropped;
  if (c >= 0x0660 && c <= 0x0669) return U'0' + (c - 0x0660);
  if (c >= 0x06F0) return U'0' + (c - 0x06F0);
  switch (c) {
    case 0x0622:  // alef with madda
    case 0x0623:  // alef with hamza above
    case 0x0625:  // alef with hamza below
    case 0x0671:  // alef wasla
      return 0x0627;
    case 0x0649:  // alef maksura
    case 0x0626:  // yeh with hamza
    case 0x06CC:  // Farsi yeh
      return 0x064A;
    case 0x0629:  // teh marbuta
      return 0x0647;
    case 0x0624:  // waw with hamza
      return 0x0648;
    case 0x06A9:  // Farsi kaf
      return 0x0643;
    // Compositions of a letter with U+0654, which alone is dropped: both spellings must agree.
    case 0x06C0:
      return 0x06D5;
    case 0x06C2:
      return 0x06C1;
    case 0x06D3:
      return 0x06D2;
    default:
      return c;
  }
}

}  // namespace tasnif

#endif  // TASNIF_TEXT_ARABIC_FOLD_H_
