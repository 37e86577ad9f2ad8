#include "text/utf16_text.h"

#include "text/utf8.h"

namespace tasnif {

void Utf16Text::Assign(std::string_view text) {
  text_ = text;
  index_ = byte_ = 0;
  utf16_.clear();
  for (size_t position = 0; position < text.size();) {
    const char32_t c = NextCodePoint(text, &position);
    if (c < 0x10000) {
      utf16_.push_back(static_cast<char16_t>(c));
    } else {
      utf16_.push_back(static_cast<char16_t>(0xD800 + ((c - 0x10000) >> 10)));
      utf16_.push_back(static_cast<char16_t>(0xDC00 + (c & 0x3FF)));
    }
  }
}

size_t Utf16Text::ByteAt(size_t index) {
  while (index_ < index) index_ += NextCodePoint(text_, &byte_) < 0x10000 ? 1 : 2;
  return byte_;
}

}  // namespace tasnif
