// text/decoder.h
//
// Bytes as a crawler got them → clean UTF-8 text and a title.
//
//   TASNIF_ASSIGN_OR_RETURN(DecodedText decoded, DecodeContent(bytes, "", "text/html"));
//
// The charset is, in this order: what a byte order mark says; the given one; the `charset` of the
// media type; UTF-16 without a mark where it is plain to see; UTF-8 where the bytes are that; what
// HTML's <meta> says; what ICU detects. Valid UTF-8 stands before <meta> because crawlers recode
// pages and leave the old <meta> in place. HTML goes through html_text.h.
//
// Threads: pure function. Cost: linear.
#ifndef TASNIF_TEXT_DECODER_H_
#define TASNIF_TEXT_DECODER_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tasnif {

struct DecodedText {
  std::string text;     // Valid UTF-8, no byte order mark.
  std::string title;    // Of HTML, one line; "" for plain text or where the page has none.
  std::string charset;  // The one that was used, IANA name: "UTF-8", "windows-1256".
  std::vector<std::string> warnings;  // Repaired bytes, a detected charset, a contradicting mark.
};

// charset     IANA name or alias, or "" for unknown.
// media_type  "text/html; charset=…", "text/plain", … or "" for unknown: then HTML is recognised by
//             its first tag.
// INVALID_ARGUMENT where `bytes` is empty or looks like binary data, where the charset or media
// type is not known, and for HTML that is too large or nested too deeply (see html_text.h).
absl::StatusOr<DecodedText> DecodeContent(std::string_view bytes, std::string_view charset,
                                          std::string_view media_type);

}  // namespace tasnif

#endif  // TASNIF_TEXT_DECODER_H_
