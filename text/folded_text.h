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
// Threads: a value. Cost: linear; four bytes for each byte of text.
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
  explicit FoldedText(std::string_view input);

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
  FoldedText() = default;

  std::string text_;
  std::vector<ByteRange> sources_;  // Of each byte of `text_`.
  uint32_t input_size_ = 0;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_FOLDED_TEXT_H_
