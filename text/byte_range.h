// text/byte_range.h
//
// A half-open range of bytes in a UTF-8 text: [begin_byte, end_byte). Every offset that leaves
// text/ is such a range in the text as it was given, never in a normalised copy.
//
//   std::string_view word = Slice(text, {6, 11});
//
// Threads: a value.
#ifndef TASNIF_TEXT_BYTE_RANGE_H_
#define TASNIF_TEXT_BYTE_RANGE_H_

#include <cstdint>
#include <string_view>

namespace tasnif {

struct ByteRange {
  uint32_t begin_byte = 0;
  uint32_t end_byte = 0;

  uint32_t size() const { return end_byte - begin_byte; }
  bool empty() const { return begin_byte == end_byte; }
  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

// The bytes of `range`; `range` must lie in `text`.
inline std::string_view Slice(std::string_view text, ByteRange range) {
  return text.substr(range.begin_byte, range.size());
}

}  // namespace tasnif

#endif  // TASNIF_TEXT_BYTE_RANGE_H_
