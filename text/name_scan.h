// text/name_scan.h
//
// Where one of some hundred names may stand in a text: a quick look at each word instead of an
// automaton that has thousands of states.
//
//   NameScan scan({"reuters", "ا ف ب"});
//   size_t position = 0;
//   scan.Next("ذكرت رويترز (Reuters) امس", &position);   // where "Reuters" stands
//
// Names are whole words: no letter or digit stands before or behind them. Where that or the choice
// between two names takes more than a look, the place is reported as unsure; none is missed.
//
// Threads: immutable, shared freely. Cost: linear, about a nanosecond for each byte; 6 KB, and some
// 50 bytes for each name.
#ifndef TASNIF_TEXT_NAME_SCAN_H_
#define TASNIF_TEXT_NAME_SCAN_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tasnif {

class NameScan {
 public:
  struct Place {
    size_t begin;  // npos: none is left.
    size_t end;    // Of the name, where `is_sure`.
    bool is_sure;  // A name stands here, and no other one that begins here.
  };

  // Valid UTF-8, each beginning with a letter or digit (CanBegin); case does not matter.
  explicit NameScan(std::vector<std::string> names);

  // Whether `name` begins with a letter or digit.
  static bool CanBegin(std::string_view name);

  // The first place at or behind `*position` where a name, case ignored, begins or may begin. Moves
  // `*position` behind the word that begins there. `text` is valid UTF-8; `*position` is 0, or what
  // the last call left, or the end of a name.
  Place Next(std::string_view text, size_t* position) const;

 private:
  // The first eight bytes of a word, ASCII in lower case; fewer where it is shorter.
  using Key = uint64_t;
  struct Entry {
    Key key;
    uint32_t name;
  };

  static constexpr int kFilterBits = 15;
  static constexpr char32_t kShortEnd = 0x800;  // Code points below take one or two bytes.

  static Key KeyOf(std::string_view text, size_t begin, size_t end);
  static size_t Slot(Key key) { return key * 0x9E3779B97F4A7C15u >> (64 - kFilterBits); }

  // Where the word that begins at `begin` ends: a run of letters and digits below kShortEnd, or one
  // code point beyond it. `begin` itself where neither stands there.
  size_t WordEnd(std::string_view text, size_t begin) const;

  // What names with that key stand at `begin`, where a word begins; npos where none does.
  Place LookAt(Key key, std::string_view text, size_t begin) const;

  // What follows, or stands before, a place in `text`.
  enum class Edge { kClear, kWordPart, kUnknown };
  Edge EdgeAt(std::string_view text, size_t position) const;
  static Edge EdgeBefore(std::string_view text, size_t begin);

  std::vector<std::string> names_;
  std::array<bool, kShortEnd> is_word_part_;
  std::array<uint64_t, (size_t{1} << kFilterBits) / 64> filter_{};  // Bits at Slot of each key.
  std::vector<Entry> entries_;                                      // Sorted by key.
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_NAME_SCAN_H_
