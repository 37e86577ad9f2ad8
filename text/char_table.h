// text/char_table.h
//
// What the fast tokenizer must know of a code point, in one load: how it takes part in word
// segmentation, and what it normalises to.
//
//   const CharTable::Entry entry = table->Find(U'أ');   // kLetter, kReplace, U'ا'
//
// Everything is computed from ICU at start, nothing is written down twice: Word_Break and script
// properties, Normalizer for each code point. What needs more than a look at one code point
// (dictionaries, composition, emoji sequences) is marked and left to ICU.
//
// Threads: immutable, shared freely. Cost: about 250 KB; a few milliseconds to build.
// Source: UAX #29 with the tailorings of ICU 72's root rules (colon and '@').
#ifndef TASNIF_TEXT_CHAR_TABLE_H_
#define TASNIF_TEXT_CHAR_TABLE_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "text/normalizer.h"

namespace tasnif {

enum class BreakClass : uint8_t {
  kOther,  // Stands alone: punctuation, space, symbols.
  kCr,
  kLf,
  kNewline,
  kExtend,  // Extend or Format: belongs to what stands before it.
  kLetter,  // ALetter outside of dictionary scripts.
  kHebrew,
  kDigit,       // Numeric.
  kUnderscore,  // ExtendNumLet.
  kMidLetter,
  kMidNumber,
  kMidBoth,  // MidNumLet or Single_Quote.
  kSingleQuote,
  kDoubleQuote,
  kComplex,  // Dictionary scripts, ZWJ, regional indicators: ask ICU.
};

enum class FoldAction : uint8_t {
  kKeep,
  kReplace,  // By `value`, not longer in UTF-8.
  kDrop,
  kAskIcu,  // May interact with its neighbours, or becomes several code points.
};

class CharTable {
 public:
  struct Entry {
    BreakClass break_class;
    FoldAction fold;
    uint16_t value;  // A code point of the BMP.
  };

  static std::shared_ptr<const CharTable> Create(const Normalizer& normalizer);

  // `c` is a Unicode scalar value.
  Entry Find(char32_t c) const { return entries_[blocks_[c >> kBlockBits] + (c & kBlockMask)]; }

 private:
  static constexpr int kBlockBits = 7;
  static constexpr char32_t kBlockMask = (1 << kBlockBits) - 1;

  CharTable() = default;

  std::vector<uint32_t> blocks_;  // [code point >> kBlockBits] -> first entry; equal blocks once.
  std::vector<Entry> entries_;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_CHAR_TABLE_H_
