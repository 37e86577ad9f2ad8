// text/binary_check.h
//
// Tells data that is no text: images, archives, programs sent by mistake.
//
//   BinaryKindOf("\x89PNG\r\n…") == "a PNG image"
//
// Threads: pure functions. Cost: constant for the magic numbers, linear for the controls.
#ifndef TASNIF_TEXT_BINARY_CHECK_H_
#define TASNIF_TEXT_BINARY_CHECK_H_

#include <string_view>

namespace tasnif {

// What the first bytes say the data is, in words, or "" where they say nothing.
std::string_view BinaryKindOf(std::string_view bytes);

// True where more than one code point in twenty of `utf8` is a control character other than white
// space and escape, or U+FFFD. A stray NUL in an article is not binary data.
bool HasBinaryControls(std::string_view utf8);

}  // namespace tasnif

#endif  // TASNIF_TEXT_BINARY_CHECK_H_
