#include "text/char_table.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <cstring>
#include <map>
#include <string>

#include "text/arabic_fold.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

constexpr char32_t kLastMapped = 0x1FFF;  // Scripts written with letters and spaces live below.
constexpr char32_t kEnd = 0x110000;

// Planes without a single letter: no need to ask ICU 800,000 times.
bool IsUnused(char32_t c) { return (c >= 0x40000 && c < 0xE0000) || c >= 0xE1000; }

bool IsHangulSyllable(char32_t c) { return c >= 0xAC00 && c <= 0xD7A3; }

// Scripts that ICU segments by dictionary or that its rules name one by one.
bool IsComplexScript(UChar32 c) {
  if (IsHangulSyllable(static_cast<char32_t>(c)) || u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC)) {
    return true;
  }
  if (u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) return true;
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &error);
  return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA;
}

BreakClass FromWordBreak(UChar32 c) {
  switch (u_getIntPropertyValue(c, UCHAR_WORD_BREAK)) {
    case U_WB_ALETTER:
      return BreakClass::kLetter;
    case U_WB_HEBREW_LETTER:
      return BreakClass::kHebrew;
    case U_WB_NUMERIC:
      return BreakClass::kDigit;
    case U_WB_EXTENDNUMLET:
      return BreakClass::kUnderscore;
    case U_WB_EXTEND:
    case U_WB_FORMAT:
      return BreakClass::kExtend;
    case U_WB_MIDLETTER:
      return BreakClass::kMidLetter;
    case U_WB_MIDNUM:
      return BreakClass::kMidNumber;
    case U_WB_MIDNUMLET:
      return BreakClass::kMidBoth;
    case U_WB_SINGLE_QUOTE:
      return BreakClass::kSingleQuote;
    case U_WB_DOUBLE_QUOTE:
      return BreakClass::kDoubleQuote;
    case U_WB_CR:
      return BreakClass::kCr;
    case U_WB_LF:
      return BreakClass::kLf;
    case U_WB_NEWLINE:
      return BreakClass::kNewline;
    case U_WB_KATAKANA:
    case U_WB_ZWJ:
    case U_WB_REGIONAL_INDICATOR:
      return BreakClass::kComplex;
    default:
      return BreakClass::kOther;
  }
}

BreakClass BreakClassOf(char32_t c) {
  // ICU 72's root rules: the colon joins only in Finnish and Swedish; '@' is a letter.
  if (c == U':' || c == 0xFE55 || c == 0xFF1A) return BreakClass::kOther;
  if (c == U'@') return BreakClass::kLetter;
  const auto icu_char = static_cast<UChar32>(c);
  return IsComplexScript(icu_char) ? BreakClass::kComplex : FromWordBreak(icu_char);
}

size_t Utf8Size(char32_t c) { return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4; }

// The fold of one code point that stands between others that do not interact.
CharTable::Entry MappedFold(char32_t c, const Normalizer& normalizer) {
  std::string from, to;
  AppendUtf8(c, &from);
  normalizer.NormalizeToken(from, &to);
  CharTable::Entry entry{BreakClass::kOther, FoldAction::kDrop, 0};
  if (to.empty()) return entry;
  size_t position = 0;
  const char32_t mapped = NextCodePoint(to, &position);
  if (position < to.size() || mapped > 0xFFFF || Utf8Size(mapped) > Utf8Size(c)) {
    entry.fold = FoldAction::kAskIcu;
  } else {
    entry.fold = mapped == c ? FoldAction::kKeep : FoldAction::kReplace;
    entry.value = static_cast<uint16_t>(mapped);
  }
  return entry;
}

CharTable::Entry FoldOf(char32_t c, const Normalizer& normalizer) {
  constexpr CharTable::Entry kKeep{BreakClass::kOther, FoldAction::kKeep, 0};
  constexpr CharTable::Entry kAskIcu{BreakClass::kOther, FoldAction::kAskIcu, 0};
  const icu::Normalizer2& nfkc = normalizer.nfkc_casefold();
  const auto icu_char = static_cast<UChar32>(c);
  if (c > kLastMapped) {
    return IsHangulSyllable(c) || (c < 0x10000 && nfkc.isInert(icu_char)) ? kKeep : kAskIcu;
  }
  // Arabic marks go, wherever they stand: what they compose with folds to the bare letter. What
  // normalises to nothing goes too.
  const CharTable::Entry mapped = MappedFold(c, normalizer);
  if (mapped.fold == FoldAction::kDrop) return mapped;
  return nfkc.hasBoundaryBefore(icu_char) ? mapped : kAskIcu;
}

}  // namespace

std::shared_ptr<const CharTable> CharTable::Create(const Normalizer& normalizer) {
  std::shared_ptr<CharTable> table(new CharTable);
  std::map<std::string, uint32_t> known;  // Contents of a block -> its first entry.
  std::vector<Entry> block(kBlockMask + 1);
  for (char32_t c = 0; c < kEnd; ++c) {
    Entry& entry = block[c & kBlockMask];
    entry = IsUnused(c) ? Entry{BreakClass::kOther, FoldAction::kAskIcu, 0} : FoldOf(c, normalizer);
    if (!IsUnused(c)) entry.break_class = BreakClassOf(c);
    if ((c & kBlockMask) != kBlockMask) continue;
    const std::string bytes(reinterpret_cast<const char*>(block.data()),
                            block.size() * sizeof(Entry));
    const auto [found, is_new] =
        known.emplace(bytes, static_cast<uint32_t>(table->entries_.size()));
    if (is_new) table->entries_.insert(table->entries_.end(), block.begin(), block.end());
    table->blocks_.push_back(found->second);
  }
  return table;
}

}  // namespace tasnif
