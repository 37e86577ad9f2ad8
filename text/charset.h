// text/charset.h
//
// Names, marks and detection of character encodings; conversion to UTF-8.
//
//   TASNIF_ASSIGN_OR_RETURN(ConvertedText converted, ConvertToUtf8(bytes, "windows-1256"));
//
// Threads: pure functions. Cost: linear.
// Source: conversion and detection are ICU's; the sniffing of marks and <meta> follows WHATWG
// "Encoding" and "HTML".
#ifndef TASNIF_TEXT_CHARSET_H_
#define TASNIF_TEXT_CHARSET_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tasnif {

struct ConvertedText {
  std::string text;     // Valid UTF-8 without a byte order mark.
  std::string charset;  // Canonical IANA name of what was converted from.
  size_t replaced = 0;  // Byte sequences that mean nothing in that charset, now U+FFFD.
};

// INVALID_ARGUMENT where `charset` names no known encoding. INTERNAL where ICU fails otherwise.
// "iso-8859-1" and "us-ascii" are read as windows-1252, as browsers do.
absl::StatusOr<ConvertedText> ConvertToUtf8(std::string_view bytes, std::string_view charset);

// "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", or "" where there is no mark.
std::string_view CharsetOfMark(std::string_view bytes);

// "UTF-16LE" or "UTF-16BE" where the bytes read like letters of the Latin to Arabic blocks in that
// encoding only, else "". Such text passes for valid UTF-8, full of control characters.
std::string_view GuessUtf16(std::string_view bytes);

// The value of `charset=` in the first <meta> within the first 4 KiB, or "".
std::string CharsetOfMeta(std::string_view html);

// True where `bytes` is UTF-8 with a few broken places rather than another encoding: at least ten
// well-formed non-ASCII sequences for each ill-formed one.
bool IsMostlyUtf8(std::string_view bytes);

// ICU's best guess from letter statistics; "windows-1252" where it has none. `is_html`: tags are
// left out of the statistics.
std::string DetectCharset(std::string_view bytes, bool is_html);

}  // namespace tasnif

#endif  // TASNIF_TEXT_CHARSET_H_
