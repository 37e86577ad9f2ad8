#include "text/html_text.h"

#include <gtest/gtest.h>

#include <string>

namespace tasnif {
namespace {

std::string Repeat(std::string_view piece, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) text += piece;
  return text;
}

std::string DistinctBolds(size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += "<b id=" + std::to_string(i) + ">";
  return text;
}

struct PageCase {
  std::string html;
  std::string text;
  std::string title;
  std::string why;
};

TEST(ExtractHtmlText, ReadsWhatAReaderSees) {
  const PageCase cases[] = {
      {"", "", "", "empty page"},
      {"<p>One</p><p>two <b>three</b></p>", "One\ntwo three", "", "blocks end lines, inline not"},
      {"<p>a<br>b</p>", "a\nb", "", "line break"},
      {"<p>a\n  b\t c</p>", "a b c", "", "white space collapses"},
      {"<p>&laquo;x&raquo; &amp; &#1575;</p>", "«x» & ا", "", "entities"},
      {"<h1>Head</h1><p>Text</p>", "Head\nText", "Head", "heading as title"},
      {"<title>T - Site</title><h1>H</h1><p>x", "H\nx", "H", "heading before title"},
      {"<title> T\n U </title><p>x", "x", "T U", "title where there is no heading"},
      {"<meta property='og:title' content='Og &amp; co'><title>T</title><h1>H</h1>", "H", "Og & co",
       "og:title first"},
      {"<nav>menu</nav><p>words enough</p><footer>f</footer><aside>a</aside><script>s()</script>"
       "<style>p{}</style><noscript>n</noscript><template>t</template><form><p>q</p></form>",
       "words enough", "", "no furniture"},
      {"<form><p>a whole page inside of a form</p></form>", "a whole page inside of a form", "",
       "one form from top to bottom"},
      {"<div>teaser</div><article><p>the article itself is long</p></article>",
       "the article itself is long", "", "article that holds most of the text"},
      {"<div>a long text outside of the small one</div><article>x</article>",
       "a long text outside of the small one\nx", "", "article that holds little"},
      {"<p hidden>secret</p><p>seen</p>", "seen", "", "hidden"},
      {"<table><tr><td>a<td>b</table>", "a\nb", "", "cells"},
  };
  for (const PageCase& c : cases) {
    const auto page = ExtractHtmlText(c.html);
    ASSERT_TRUE(page.ok()) << c.why << page.status();
    EXPECT_EQ(page->text, c.text) << c.why;
    EXPECT_EQ(page->title, c.title) << c.why;
  }
}

TEST(ExtractHtmlText, RefusesHostilePages) {
  const struct {
    std::string html;
    std::string why;
  } cases[] = {
      {Repeat("<div>", 100'000), "deep"},
      {Repeat("<div><span></div>x</span>", 400'000), "too many tags"},
      {Repeat("<span><div></span></x>", 5'000), "end tags that close nothing"},
      {Repeat("<div title='</div>'>", 5'000), "end tags in attributes"},
      {Repeat("<div><!</div>", 5'000), "end tags in bogus comments"},
      {Repeat("<!--><div>", 5'000) + "-->", "comments that end at once"},
      {Repeat("<svg><style><div>", 5'000), "no raw text in foreign content"},
      {"<p>" + DistinctBolds(400) + Repeat("<p>", 20'000), "repeated formatting"},
      {std::string(kMaxHtmlBytes + 1, 'x'), "too large"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ExtractHtmlText(c.html).status().code(), absl::StatusCode::kInvalidArgument) << c.why;
  }
}

TEST(ExtractHtmlText, AcceptsUntidyPages) {
  const struct {
    std::string html;
    std::string why;
  } cases[] = {
      {Repeat("<p>x", 20'000), "paragraphs without end tags"},
      {"<ul>" + Repeat("<li>x", 20'000) + "</ul>", "items without end tags"},
      {"<table>" + Repeat("<tr><td>x<td>y", 20'000) + "</table>", "cells without end tags"},
      {Repeat("<div><p><b>x</div>", 1'000), "bold without end tags"},
      {Repeat("<script>if (a<b) document.write('<div>')</script>", 5'000), "tags in scripts"},
      {Repeat("<br><img src=x><hr>", 20'000), "void elements"},
      {Repeat("<div>", 500) + "x", "deep, but not too deep"},
      {"<p>a < b and <3 hearts", "less-than signs"},
      {Repeat("<script>", 100'000), "script without end"},
      {Repeat("<!--", 100'000), "comments without end"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ExtractHtmlText(c.html).status().code(), absl::StatusCode::kOk)
        << c.why << ": " << ExtractHtmlText(c.html).status();
  }
}

TEST(LooksLikeHtml, LooksAtTheFirstTagOnly) {
  EXPECT_TRUE(LooksLikeHtml("<!DOCTYPE HTML><p>"));
  EXPECT_TRUE(LooksLikeHtml(" \n<!-- x --> <html lang=ar>"));
  EXPECT_TRUE(LooksLikeHtml("<HTML>"));
  EXPECT_FALSE(LooksLikeHtml("An article about <html> tags"));
  EXPECT_FALSE(LooksLikeHtml("<htmlx>"));
  EXPECT_FALSE(LooksLikeHtml("<!-- unending <html>"));
  EXPECT_FALSE(LooksLikeHtml(""));
}

}  // namespace
}  // namespace tasnif
