// text/folded_text.h
//
// A copy of a piece of text in which spelling variants are equal, with the way back: what rules are
// matched against.
//
//   FoldedText folded("إقــرأ أيضاً");
//   folded.text() == "اقرا ايضا";  folded.InputRange(0, 8) is "إقــرأ"
//
// Arabic letters and marks are folded as in normalisation (arabic_fold.h), zero-width characters
// and bidi controls are dropped, every kind of space becomes ' '. Case is kept: rules that do not
// care match without it.
//
// Threads: a value; Assign keeps the memory. Cost: linear, letters of two bytes by table. The way
// back takes eight bytes for each place where a character was dropped or changed its size.
#ifndef TASNIF_TEXT_FOLDED_TEXT_H_
#define TASNIF_TEXT_FOLDED_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/byte_range.h"

namespace tasnif {

// Stand for an agency's name in a masked text: one that is sure, one that is also another word.
// Noncharacters; dropped where they stand in the input.
inline constexpr char32_t kStrongNameMask = 0xFDD0;
inline constexpr char32_t kWeakNameMask = 0xFDD1;

class FoldedText {
 public:
  FoldedText() = default;
  explicit FoldedText(std::string_view input) { Assign(input); }

  // As a new FoldedText of `input`, which need not outlive the call; below 4 GiB.
  void Assign(std::string_view input);

  struct Mask {
    ByteRange range;  // Of text().
    char32_t mask;
  };

  // A copy in which each range of text() is one character. In order, without overlaps.
  FoldedText Masked(const std::vector<Mask>& masks) const;

  const std::string& text() const { return text_; }

  // The bytes of the input that [begin, end) of text() came from, 0 <= begin <= end <= size.
  ByteRange InputRange(size_t begin, size_t end) const;

  // The first byte of text() that came from input byte `input_byte` or behind it.
  size_t OffsetOf(uint32_t input_byte) const;

 private:
  // From `text_byte` of `text_` on, up to the next run, characters begin at
  // `input_byte` + (offset - `text_byte`) of the input. Only the last one before the next run may
  // be longer or shorter than what it came from.
  struct Run {
    uint32_t text_byte;
    uint32_t input_byte;
  };

  // Folds up to the first character that is not spelled in one or two bytes, or the last byte.
  void FoldShort(std::string_view input, size_t* read, size_t* written);
  void FoldOne(std::string_view input, size_t* read, size_t* written);

  // A character begins at `text_byte` that came from `input_byte`.
  void BeginAt(size_t text_byte, size_t input_byte);

  bool IsInsideCharacter(size_t text_byte) const {
    return text_byte < text_.size() && (text_[text_byte] & 0xC0) == 0x80;
  }

  // Where what became the character that begins at `text_byte`, or the end, begins in the input.
  uint32_t InputOf(size_t text_byte) const;

  std::string text_;
  std::vector<Run> runs_;  // Behind {0, 0}, which is left out.
  uint32_t input_size_ = 0;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_FOLDED_TEXT_H_
