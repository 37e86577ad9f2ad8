// text/word_scanner.h
//
// UAX #29 word segmentation over UTF-8, and normalisation in the same pass, for what can be decided
// by looking at a few code points: nearly all text in scripts with spaces.
//
//   WordScanner scanner(table.get(), text);
//   if (scanner.Scan(begin) == WordScanner::Outcome::kPlainWord) Use(scanner.folded());
//   begin = scanner.end();
//
// Threads: not thread-safe; a small value that borrows its text.
// Cost: linear; looks ahead of a segment's end by two code points and the marks between them, to
// the next space where ICU is to be asked.
// Source: UAX #29, rules WB3 to WB13b.
#ifndef TASNIF_TEXT_WORD_SCANNER_H_
#define TASNIF_TEXT_WORD_SCANNER_H_

#include <cstddef>
#include <string_view>

#include "text/char_table.h"
#include "text/token_emitter.h"

namespace tasnif {

class WordScanner {
 public:
  enum class Outcome {
    kNoWord,     // Space, punctuation, symbols.
    kPlainWord,  // Normalised in passing: folded().
    kMixedWord,  // A word that needs ICU to normalise it, or that is to be split or cut.
    kAskIcu,     // [begin, end()) holds whole segments that only ICU can find.
  };

  // Both must outlive the scanner.
  WordScanner(const CharTable* table, std::string_view text) : table_(*table), text_(text) {}

  // Looks at the segment that begins at `begin`, a segment border before the end of the text.
  Outcome Scan(size_t begin);

  // Where that segment ends, begin < end() <= text.size().
  size_t end() const { return end_; }

  // The normal form of a plain word; may be empty. Valid until the next Scan.
  std::string_view folded() const { return {folded_, static_cast<size_t>(folded_end_ - folded_)}; }

 private:
  // A code point at a place in the text.
  struct Part {
    CharTable::Entry entry;
    size_t begin;
    size_t end;
  };

  Part Peek(size_t position) const;
  void Take(const Part& part);
  void Fold(const Part& part);
  Outcome ScanWord(const Part& first);
  bool TakeNext();
  bool TakeAcross(const Part& middle);
  bool LeaveToIcu();
  Outcome AskIcu(size_t begin);
  Outcome ScanOther(const Part& first);

  const CharTable& table_;
  const std::string_view text_;

  // The segment so far.
  size_t end_ = 0;
  size_t code_points_ = 0;
  BreakClass last_ = BreakClass::kOther;  // Marks aside.
  bool is_plain_ = true;
  bool is_for_icu_ = false;
  char* folded_end_ = folded_;
  char folded_[kMaxTokenCodePoints * 4];
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_WORD_SCANNER_H_
