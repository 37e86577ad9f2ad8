// text/utf16_text.h
//
// A UTF-16 copy of a UTF-8 text for ICU's break iterators, with the way back to byte offsets.
//
//   Utf16Text utf16;
//   utf16.Assign(text);
//   ... break iterator over utf16.view() ...
//   size_t byte = utf16.ByteAt(boundary);     // boundaries must not go backwards
//
// ICU's own UText for UTF-8 does this too, but several times slower.
//
// Threads: not thread-safe. Cost: linear in all; no table of offsets is kept.
#ifndef TASNIF_TEXT_UTF16_TEXT_H_
#define TASNIF_TEXT_UTF16_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace tasnif {

class Utf16Text {
 public:
  // Ill-formed bytes become U+FFFD. `text` must outlive the calls of ByteAt.
  void Assign(std::string_view text);

  std::u16string_view view() const { return utf16_; }

  // Byte in the text of the code unit at `index`; `index` must be a code point border and not less
  // than in the call before.
  size_t ByteAt(size_t index);

 private:
  std::string_view text_;
  std::u16string utf16_;
  size_t index_ = 0;  // Walks along with ByteAt.
  size_t byte_ = 0;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_UTF16_TEXT_H_
