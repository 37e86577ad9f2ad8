// text/word_fold.h
//
// Writes the normal form of one word while it is read, code point by code point, as long as a table
// can say it. What the table cannot say makes the word unknown(), and ICU normalises it.
//
//   WordFold fold(table, room);                       // room: kFoldRoom bytes
//   fold.Add(table.Find(U'É'), 2);
//   if (!fold.is_unknown()) Use(room, fold.size());
//
// Canonical order and composition: letters never interact with what stands before them. A mark is
// written behind a letter that has no mark yet (nor is composed with one: "é" and cedilla are "ȩ"
// and acute), composed with it where the two compose; a second mark, or one behind something
// dropped, is left to ICU.
//
// Threads: a small value, meant to live in registers: keep it local, all members are inline.
// Source: UAX #15, sections 1.3 and 9 (quick check).
#ifndef TASNIF_TEXT_WORD_FOLD_H_
#define TASNIF_TEXT_WORD_FOLD_H_

#include <cstddef>
#include <string_view>

#include "text/ascii_run.h"
#include "text/char_table.h"
#include "text/token_emitter.h"
#include "text/utf8.h"

namespace tasnif {

// A word longer than this has more than kMaxTokenCodePoints, each of three bytes at most.
inline constexpr size_t kMaxFoldBytes = kMaxTokenCodePoints * 3;
inline constexpr size_t kFoldRoom = kMaxFoldBytes + 2 * kAsciiRunBytes;

class WordFold {
 public:
  // `out` has kFoldRoom bytes.
  WordFold(const CharTable& table, char* out)
      : table_(table), begin_(out), limit_(out + kMaxFoldBytes), end_(out) {}

  bool is_unknown() const { return is_unknown_; }
  void set_unknown() { is_unknown_ = true; }
  size_t size() const { return static_cast<size_t>(end_ - begin_); }

  // Adds letters and digits in ASCII from [begin, end); returns behind them, kAsciiRunBytes at
  // most.
  const char* AddAscii(const char* begin, const char* end) {
    const size_t n = LowerAsciiRun(begin, end, end_);
    end_ += n;
    if (n > 0) last_ = kAsciiLetter;
    KeepInRoom();
    return begin + n;
  }

  // Adds a code point whose entry is_simple().
  void AddSimple(CharTable::Entry entry) {
    entry.Write(end_);
    end_ += entry.size();
    last_ = entry;
    KeepInRoom();
  }

  // Adds any code point; `length` is its size in UTF-8, which a mark keeps.
  void Add(CharTable::Entry entry, char32_t c, size_t length) {
    if (entry.fold() <= FoldAction::kWrite3) return AddSimple(entry);
    if (entry.fold() == FoldAction::kAskIcu) return set_unknown();
    if (!last_.is_bare() || last_.size() == 0) return set_unknown();
    if (entry.fold() == FoldAction::kMayCompose && ComposeLast(c)) return;
    entry.Write(end_);
    end_ += length;
    last_ = kNothing;
    KeepInRoom();
  }

 private:
  static constexpr CharTable::Entry kNothing{};
  static constexpr CharTable::Entry kAsciiLetter = CharTable::Entry::OneByte();

  // Composes the letter before with the mark `c`; false where the two stay apart.
  bool ComposeLast(char32_t c) {
    const std::string_view last(end_ - last_.size(), last_.size());
    const ComposedLetter composed = TryCompose(table_, last, c);
    if (composed.size == 0) return false;
    if (composed.size > 3) is_unknown_ = true;
    end_ -= last_.size();
    for (size_t i = 0; i < 3; ++i) end_[i] = composed.bytes[i];
    end_ += composed.size;
    last_ = kNothing;
    KeepInRoom();
    return true;
  }

  struct ComposedLetter {
    size_t size;  // 0: does not compose. More than three: ICU must say.
    char bytes[4];
  };
  // Apart from the class, which lives in registers.
  static ComposedLetter TryCompose(const CharTable& table, std::string_view letter, char32_t mark);

  void KeepInRoom() {
    if (end_ <= limit_) return;
    is_unknown_ = true;
    end_ = begin_;
    last_ = kNothing;
  }

  const CharTable& table_;
  char* const begin_;
  char* const limit_;
  char* end_;
  CharTable::Entry last_ = kNothing;  // Before end_; nothing where that is a mark, or was dropped.
  bool is_unknown_ = false;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_WORD_FOLD_H_
