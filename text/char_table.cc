#include "text/char_table.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <cstring>
#include <map>
#include <string>
#include <utility>

#include "text/token_emitter.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

constexpr char32_t kEnd = 0x110000;

bool IsHangulSyllable(char32_t c) { return c >= 0xAC00 && c <= 0xD7A3; }

// The large blocks of ideographs, each of which normalises to itself: no need to ask ICU.
bool IsPlainIdeograph(char32_t c) {
  return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF);
}

// Planes of rare ideographs and planes without a single letter: no need to ask ICU 950,000 times.
bool IsRareIdeograph(char32_t c) { return c >= 0x20000 && c < 0x40000; }
bool IsUnused(char32_t c) { return (c >= 0x40000 && c < 0xE0000) || c >= 0xE1000; }

// `first` begins a block, as all of these ranges do.
bool IsSameAsBlockBefore(char32_t first) {
  return (IsRareIdeograph(first) && IsRareIdeograph(first - 1)) ||
         (IsUnused(first) && IsUnused(first - 1));
}

// Scripts that ICU segments by dictionary or that its rules name one by one.
bool IsComplexScript(UChar32 c) {
  if (u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC)) return true;
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
    case U_WB_LF:
    case U_WB_NEWLINE:
      return BreakClass::kNewline;
    case U_WB_ZWJ:
      return BreakClass::kZwj;
    case U_WB_KATAKANA:
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
  if (IsHangulSyllable(c)) return BreakClass::kHangul;
  if (IsPlainIdeograph(c) || IsRareIdeograph(c)) return BreakClass::kComplex;
  if (IsUnused(c)) return BreakClass::kOther;
  const auto icu_char = static_cast<UChar32>(c);
  return IsComplexScript(icu_char) ? BreakClass::kComplex : FromWordBreak(icu_char);
}

struct Fold {
  FoldAction action;
  std::string bytes;
  bool is_bare = true;
};

// What `c` is written as, given that it has a boundary before it, or is dropped.
Fold MappedFold(std::string to) {
  if (to.size() > 3) return {FoldAction::kAskIcu, ""};
  char32_t last = 0;
  for (size_t position = 0; position < to.size();) {
    last = NextCodePoint(to, &position);
    if (IsWordSplitter(last)) return {FoldAction::kAskIcu, ""};
  }
  const bool is_bare =
      u_getIntPropertyValue(static_cast<UChar32>(last), UCHAR_TRAIL_CANONICAL_COMBINING_CLASS) == 0;
  return {static_cast<FoldAction>(to.size()), std::move(to), is_bare};
}

// What has no boundary before it: marks, mostly.
FoldAction MarkAction(UChar32 c) {
  switch (u_getIntPropertyValue(c, UCHAR_NFKC_QUICK_CHECK)) {
    case UNORM_YES:
      return FoldAction::kMark;
    case UNORM_MAYBE:
      return FoldAction::kMayCompose;
    default:
      return FoldAction::kAskIcu;
  }
}

Fold FoldOf(char32_t c, const Normalizer& normalizer) {
  if ((c >= 0xD800 && c <= 0xDFFF) || IsWordSplitter(c)) return {FoldAction::kAskIcu, ""};
  std::string from, to;
  AppendUtf8(c, &from);
  if (IsHangulSyllable(c) || IsPlainIdeograph(c)) return {FoldAction::kWrite3, from};
  normalizer.NormalizeToken(from, &to);
  const auto icu_char = static_cast<UChar32>(c);
  // Arabic marks go, wherever they stand: what they compose with folds to the bare letter. What
  // normalises to nothing goes too.
  if (to.empty() || normalizer.nfkc_casefold().hasBoundaryBefore(icu_char)) {
    return MappedFold(std::move(to));
  }
  if (to != from) return {FoldAction::kAskIcu, ""};
  return {MarkAction(icu_char), std::move(to)};
}

CharTable::Entry EntryOf(char32_t c, const Normalizer& normalizer) {
  if (c > 0xFFFF) return CharTable::Entry(BreakClassOf(c), FoldAction::kAskIcu, true, "");
  const auto [action, bytes, is_bare] = FoldOf(c, normalizer);
  return CharTable::Entry(BreakClassOf(c), action, is_bare, bytes);
}

}  // namespace

CharTable::Entry::Entry(BreakClass break_class, FoldAction fold, bool is_bare,
                        std::string_view bytes)
    : bits_(static_cast<uint32_t>(break_class) | static_cast<uint32_t>(fold) << 4 |
            static_cast<uint32_t>(is_bare ? 0 : 1) << 7) {
  for (size_t i = 0; i < bytes.size(); ++i) {
    bits_ |= static_cast<uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * i + 8);
  }
}

std::shared_ptr<const CharTable> CharTable::Create(const Normalizer& normalizer) {
  std::shared_ptr<CharTable> table(new CharTable(normalizer.nfkc_casefold()));
  std::map<std::string, uint32_t> known;  // Contents of a block -> its first entry.
  std::vector<Entry> block(kBlockMask + 1);
  for (char32_t first = 0; first < kEnd; first += kBlockMask + 1) {
    if (IsSameAsBlockBefore(first)) {
      table->blocks_.push_back(table->blocks_.back());
      continue;
    }
    for (char32_t c = first; c <= first + kBlockMask; ++c) {
      block[c - first] = EntryOf(c, normalizer);
      if (c < kLowEnd) table->low_[c] = block[c - first];
    }
    const std::string bytes(reinterpret_cast<const char*>(block.data()),
                            block.size() * sizeof(Entry));
    const auto [found, is_new] =
        known.emplace(bytes, static_cast<uint32_t>(table->entries_.size()));
    if (is_new) table->entries_.insert(table->entries_.end(), block.begin(), block.end());
    table->blocks_.push_back(found->second);
  }
  return table;
}

char32_t CharTable::Compose(char32_t starter, char32_t mark) const {
  const UChar32 composed =
      nfkc_casefold_.composePair(static_cast<UChar32>(starter), static_cast<UChar32>(mark));
  return composed < 0 ? 0 : static_cast<char32_t>(composed);
}

}  // namespace tasnif
