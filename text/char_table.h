// text/char_table.h
//
// What the fast tokenizer must know of a code point, in one load: how it takes part in word
// segmentation, and the bytes that it normalises to.
//
//   const CharTable::Entry entry = table->Find(U'أ');   // a letter; two bytes, U'ا'
//   entry.Write(out);
//
// Everything is computed from ICU at start, nothing is written down twice: Word_Break and script
// properties, Normalizer for each code point. What needs more than a look at one code point
// (dictionaries, composition, emoji sequences) is marked and left to ICU.
//
// Threads: immutable, shared freely. Cost: about 200 KB; a few milliseconds to build.
// Source: UAX #29 with the tailorings of ICU 72's root rules (colon, '@', Hangul).
#ifndef TASNIF_TEXT_CHAR_TABLE_H_
#define TASNIF_TEXT_CHAR_TABLE_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "text/normalizer.h"

namespace tasnif {

enum class BreakClass : uint8_t {
  kLetter,  // ALetter outside of dictionary scripts. First, with kExtend: see Entry::is_simple.
  kExtend,  // Extend or Format: belongs to what stands before it.
  kZwj,     // As kExtend, and binds an emoji that follows.
  kHebrew,
  kDigit,       // Numeric.
  kUnderscore,  // ExtendNumLet.
  kHangul,      // Syllables: a run of them is a word, without marks or other letters.
  kMidLetter,
  kMidNumber,
  kMidBoth,  // MidNumLet.
  kSingleQuote,
  kDoubleQuote,
  kOther,  // Stands alone: punctuation, space, symbols.
  kNewline,
  kComplex,  // Dictionary scripts, regional indicators: ask ICU.
};

enum class FoldAction : uint8_t {
  kDrop,        // Written as nothing.
  kWrite1,      // One to three bytes, which do not interact with what stands before or behind.
  kWrite2,      // So with two
  kWrite3,      // and three.
  kMark,        // Kept behind a bare letter: composes with nothing.
  kMayCompose,  // As kMark, but Compose must be asked.
  kAskIcu,      // Anything else.
};

class CharTable {
 public:
  class Entry {
   public:
    // Names three bytes at most. `is_bare`: see below.
    Entry(BreakClass break_class, FoldAction fold, bool is_bare, std::string_view bytes);
    constexpr Entry() = default;  // Is dropped.

    // Of a letter that is written as one byte.
    static constexpr Entry OneByte() {
      Entry entry;
      entry.bits_ = static_cast<uint32_t>(FoldAction::kWrite1) << 4;
      return entry;
    }

    BreakClass break_class() const { return static_cast<BreakClass>(bits_ & 0xF); }
    FoldAction fold() const { return static_cast<FoldAction>(bits_ >> 4 & 7); }

    // A letter or a mark behind letters, kDrop to kWrite3: one test for what nearly all text is.
    bool is_simple() const { return (bits_ & 0x4E) == 0; }

    // For kDrop to kWrite3.
    size_t size() const { return bits_ >> 4 & 7; }

    // What is written does not end in a mark, nor in a letter composed with one, with which a mark
    // behind it might change places.
    bool is_bare() const { return (bits_ & 0x80) == 0; }

    // Writes four bytes, of which size() count; a mark's are as many as it has in UTF-8.
    void Write(char* out) const {
      const uint32_t bytes = kIsLittleEndian ? bits_ >> 8 : __builtin_bswap32(bits_ >> 8);
      std::memcpy(out, &bytes, sizeof(bytes));
    }

   private:
    static constexpr bool kIsLittleEndian = std::endian::native == std::endian::little;

    uint32_t bits_ = 0;  // From the lowest: break class 4, fold 3, not bare 1, bytes.
  };

  static std::shared_ptr<const CharTable> Create(const Normalizer& normalizer);

  // `c` is a Unicode scalar value.
  Entry Find(char32_t c) const { return entries_[blocks_[c >> kBlockBits] + (c & kBlockMask)]; }

  // As Find, for what one or two bytes spell: c < kLowEnd.
  static constexpr char32_t kLowEnd = 0x800;
  Entry FindLow(char32_t c) const { return low_[c]; }

  // The composition of a starter and a mark that follows it, 0 where there is none.
  char32_t Compose(char32_t starter, char32_t mark) const;

 private:
  static constexpr int kBlockBits = 7;
  static constexpr char32_t kBlockMask = (1 << kBlockBits) - 1;

  explicit CharTable(const icu::Normalizer2& nfkc_casefold) : nfkc_casefold_(nfkc_casefold) {}

  Entry low_[kLowEnd];
  std::vector<uint32_t> blocks_;  // [code point >> kBlockBits] -> first entry; equal blocks once.
  std::vector<Entry> entries_;
  const icu::Normalizer2& nfkc_casefold_;  // Owned by ICU.
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_CHAR_TABLE_H_
