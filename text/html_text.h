// text/html_text.h
//
// The readable text and the title of an HTML page: what a reader sees of the article, without
// navigation, scripts, forms and footers.
//
//   TASNIF_ASSIGN_OR_RETURN(HtmlText page, ExtractHtmlText("<h1>A</h1><p>b<br>c"));
//   page.text == "A\nb\nc"
//
// Each block element ends a line; white space inside a line is collapsed. Where one <article> or
// <main> holds at least half of the text, only that is taken.
//
// Threads: pure function. Cost: linear for pages within the limits below, which also bound memory:
// hostile nesting is refused before it is parsed, and the tree is walked without recursion.
// Source: parsing is gumbo's (HTML5 tree construction).
#ifndef TASNIF_TEXT_HTML_TEXT_H_
#define TASNIF_TEXT_HTML_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tasnif {

inline constexpr size_t kMaxHtmlBytes = size_t{8} << 20;
inline constexpr size_t kMaxHtmlDepth = 512;
inline constexpr size_t kMaxHtmlTags = 500'000;

struct HtmlText {
  std::string text;   // Lines end with '\n', none is empty.
  std::string title;  // og:title, else the article's <h1>, else <title>, else "".
};

// `html` must be valid UTF-8.
// INVALID_ARGUMENT beyond one of the limits above, naming it and what was found.
absl::StatusOr<HtmlText> ExtractHtmlText(std::string_view html);

// True where the text begins, after white space and comments, with "<!doctype html" or "<html".
bool LooksLikeHtml(std::string_view text);

}  // namespace tasnif

#endif  // TASNIF_TEXT_HTML_TEXT_H_
