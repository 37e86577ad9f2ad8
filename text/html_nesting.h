// text/html_nesting.h
//
// Estimates, before an HTML page is parsed, how deep and how large its tree will be. Parsers need
// time that grows with depth for each tag, and repeat unclosed formatting elements in every
// paragraph; a page of a few MB can so be made to cost gigabytes.
//
//   TASNIF_RETURN_IF_ERROR(CheckHtmlNesting(html));
//
// The estimate keeps a stack of open tags and closes them as HTML5 does in the common cases; where
// in doubt a tag stays open.
//
// Threads: pure function. Cost: linear, times kMaxHtmlDepth at worst.
#ifndef TASNIF_TEXT_HTML_NESTING_H_
#define TASNIF_TEXT_HTML_NESTING_H_

#include <string_view>

#include "absl/status/status.h"

namespace tasnif {

// INVALID_ARGUMENT beyond kMaxHtmlDepth, kMaxHtmlTags or the cost limit (html_text.h).
absl::Status CheckHtmlNesting(std::string_view html);

}  // namespace tasnif

#endif  // TASNIF_TEXT_HTML_NESTING_H_
