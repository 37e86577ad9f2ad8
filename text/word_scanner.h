// text/word_scanner.h
//
// UAX #29 word segmentation over UTF-8, and normalisation in the same pass, for what can be decided
// by looking at a few code points: nearly all text in scripts with spaces.
//
//   WordScanner scanner(table.get(), text);
//   if (scanner.Scan(position, room) == WordScanner::Outcome::kPlainWord) {
//     Use(scanner.begin(), scanner.end(), std::string_view(room, scanner.folded_size()));
//   }
//   position = scanner.end();
//
// Threads: not thread-safe; a small value that borrows its text.
// Cost: linear; looks ahead of a segment's end by two code points and the marks between them, to
// the next space where ICU is to be asked. ASCII goes sixteen bytes at a time (ascii_run.h).
// Source: UAX #29, rules WB3 to WB13b.
#ifndef TASNIF_TEXT_WORD_SCANNER_H_
#define TASNIF_TEXT_WORD_SCANNER_H_

#include <cstddef>
#include <string_view>

#include "text/byte_range.h"
#include "text/char_table.h"
#include "text/word_fold.h"

namespace tasnif {

class WordScanner {
 public:
  enum class Outcome {
    kNoWord,     // Spaces, punctuation, symbols: one segment or several.
    kPlainWord,  // Normalised in passing.
    kMixedWord,  // A word that needs ICU to normalise it, or that is to be split or cut.
    kAskIcu,     // Up to end() are whole segments that only ICU can find.
  };

  // Both must outlive the scanner.
  WordScanner(const CharTable* table, std::string_view text)
      : table_(*table), text_(text), text_end_(text.data() + text.size()) {}

  // Looks at the segment that begins at `begin`, a segment border before the end of the text; where
  // that is a space, perhaps at the next one.
  // Writes a plain word's normal form to `room`, which has kFoldRoom bytes.
  Outcome Scan(size_t begin, char* room);

  // Where the segment that was looked at begins and ends, begin() < end() <= text.size().
  size_t begin() const { return begin_; }
  size_t end() const { return end_; }

  // Size of the normal form of a plain word; may be 0.
  size_t folded_size() const { return folded_size_; }

  // Writes the normal form of a word whose borders are known, and sets folded_size(); false where
  // ICU must normalise it, or it is to be split or cut.
  bool FoldWord(ByteRange word, char* room);

 private:
  // A code point at a place in the text.
  struct Part {
    CharTable::Entry entry;
    char32_t c;
    const char* begin;
    const char* end;

    BreakClass break_class() const { return entry.break_class(); }
  };

  // Whether a word goes on.
  enum class Step { kGoOn, kEnd, kAskIcu };

  static Part Read(const CharTable& table, const char* position, const char* end);
  static Part ReadLong(const CharTable& table, const char* position, const char* end);
  static const char* AddTwoByteRun(const CharTable& table, const char* begin, const char* end,
                                   BreakClass* last, WordFold* fold);
  Part Peek(const char* position) const;
  Outcome ScanWord(const char* begin, char* room);
  Outcome EndWord(const char* begin, const char* end, const WordFold& fold);
  Step TakeOther(const Part& next, BreakClass* last, const char** end, WordFold* fold) const;
  Step TakeAcross(const Part& middle, BreakClass* last, const char** end, WordFold* fold) const;
  Outcome ScanHangul(const Part& first, char* room);
  Outcome ScanOther(const Part& first);
  Outcome AskIcu(const char* begin);
  bool BindsEmoji(const Part& joiner) const;
  size_t OffsetOf(const char* position) const {
    return static_cast<size_t>(position - text_.data());
  }

  const CharTable& table_;
  const std::string_view text_;
  const char* const text_end_;

  // The segment that was looked at.
  size_t begin_ = 0;
  size_t end_ = 0;
  size_t folded_size_ = 0;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_WORD_SCANNER_H_
