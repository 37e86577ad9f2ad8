// base/json_bytes.h
//
// Lets bytes that are not UTF-8 pass through a JSON parser that accepts nothing else. Scraped text
// holds such bytes; text/ repairs them and says so, which it could not do if they were gone.
//
//   std::string escaped = EscapeInvalidUtf8(line);     // well-formed; parse it
//   std::string bytes = UnescapeInvalidUtf8(parsed);   // the bytes of the line again
//
// A byte becomes two of the 32 noncharacters U+FDD0..U+FDEF, high and low half; noncharacters that
// stood in the text are escaped too, so nothing is lost. Used by base/json.cc only.
// Threads: safe. Cost: one pass.
// Source: Unicode 15.0, section 3.9, table 3-7 (well-formed sequences), and 23.7 (noncharacters).
#ifndef TASNIF_BASE_JSON_BYTES_H_
#define TASNIF_BASE_JSON_BYTES_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace tasnif {

bool IsWellFormedUtf8(std::string_view text);

std::string EscapeInvalidUtf8(std::string_view text);
std::string UnescapeInvalidUtf8(std::string_view escaped);

// The position in `text` of the byte that stands at `escaped_offset` of EscapeInvalidUtf8(text).
size_t OffsetBeforeEscape(std::string_view text, size_t escaped_offset);

}  // namespace tasnif

#endif  // TASNIF_BASE_JSON_BYTES_H_
