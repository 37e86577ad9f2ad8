#include "text/html_nesting.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "text/html_text.h"

namespace tasnif {
namespace {

// Copies of unclosed formatting elements the parser may have to make; ordinary pages need a few
// thousand.
constexpr size_t kMaxFormattingCopies = 4'000'000;

bool IsOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsVoid(std::string_view name) {
  return IsOneOf(name, {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
                        "param", "source", "track", "wbr"});
}

// An open one of these is closed by the next one of its kind, or by the end of its parent.
bool ClosesItself(std::string_view name) {
  return IsOneOf(name, {"p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "tbody",
                        "thead", "tfoot"});
}

bool IsFormatting(std::string_view name) {
  return IsOneOf(name, {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike",
                        "strong", "tt", "u"});
}

// Content of these is text, whatever it looks like.
bool IsRawText(std::string_view name) {
  return IsOneOf(name,
                 {"script", "style", "textarea", "title", "xmp", "noembed", "noframes", "iframe"});
}

// An end tag of another name does not reach beyond an open one of these.
bool IsBarrier(std::string_view name) {
  return IsOneOf(name, {"table", "caption", "html", "template", "object", "marquee", "applet",
                        "svg", "math", "button", "select"});
}

// An end tag of an ordinary element (span, formatting, unknown) is ignored where an open element
// that is not ordinary stands in between.
bool IsOrdinary(std::string_view name) {
  return IsFormatting(name) ||
         IsOneOf(name, {"span", "label", "abbr", "cite", "q", "sub", "sup", "time", "mark", "kbd",
                        "samp", "var", "bdi", "bdo", "ins", "del", "dfn", "data", "picture"}) ||
         name.find('-') != std::string_view::npos;
}

struct Tag {
  std::string name;             // Lower case.
  std::string_view attributes;  // As written.
  bool is_end = false;
};

bool EqualsIgnoringCase(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (size_t i = 0; i < lower.size(); ++i) {
    if (absl::ascii_tolower(static_cast<unsigned char>(text[i])) != lower[i]) return false;
  }
  return true;
}

class TagScanner {
 public:
  explicit TagScanner(std::string_view html) : html_(html) {}

  // False at the end of the page.
  bool Next(Tag* tag) {
    while (true) {
      position_ = html_.find('<', position_);
      if (position_ == std::string_view::npos) return false;
      if (ReadTag(tag)) return true;
    }
  }

  // Moves to the end tag of a <script> and its like; without one, all the rest is its text.
  void SkipRawText(std::string_view name) {
    do {
      position_ = html_.find("</", position_ + 1);
      if (position_ == std::string_view::npos) return;
    } while (!EqualsIgnoringCase(html_.substr(position_ + 2, name.size()), name));
  }

 private:
  // At '<'. Moves behind it, or behind the comment or tag. False where there is no tag.
  bool ReadTag(Tag* tag) {
    if (html_.substr(position_, 4) == "<!--") return SkipComment();
    ++position_;
    tag->is_end = position_ < html_.size() && html_[position_] == '/';
    if (tag->is_end) ++position_;
    ReadName(&tag->name);
    if (tag->name.empty()) return SkipBogusComment();
    const size_t begin = position_;
    SkipAttributes();
    tag->attributes = html_.substr(begin, position_ - begin);
    return true;
  }

  void ReadName(std::string* name) {
    name->clear();
    for (; position_ < html_.size(); ++position_) {
      const auto c = static_cast<unsigned char>(html_[position_]);
      const bool is_first = name->empty();
      if (!absl::ascii_isalpha(c) && (is_first || (!absl::ascii_isdigit(c) && c != '-'))) return;
      if (name->size() < 32) name->push_back(absl::ascii_tolower(c));
    }
  }

  // A '>' inside quotes does not end a tag.
  void SkipAttributes() {
    bool is_behind_equals = false;
    for (; position_ < html_.size(); ++position_) {
      const char c = html_[position_];
      if (c == '>') return;
      if (is_behind_equals && (c == '"' || c == '\'')) {
        position_ = std::min(html_.find(c, position_ + 1), html_.size() - 1);
      }
      if (!absl::ascii_isspace(static_cast<unsigned char>(c))) is_behind_equals = c == '=';
    }
  }

  // "<!-->" and "<!--->" are whole comments; "--!>" ends one too.
  bool SkipComment() {
    position_ += 2;
    while (true) {
      position_ = html_.find("--", position_);
      if (position_ == std::string_view::npos) return false;
      const std::string_view rest = html_.substr(position_ + 2, 2);
      if (rest.substr(0, 1) == ">" || rest == "!>") return false;
      ++position_;
    }
  }

  // "<!x>", "<?x>", "</1>" are comments up to '>'; "<" before anything else is text.
  bool SkipBogusComment() {
    const char before = html_[position_ - 1];
    const char c = position_ < html_.size() ? html_[position_] : ' ';
    if (before == '/' || c == '!' || c == '?') position_ = html_.find('>', position_);
    return false;
  }

  const std::string_view html_;
  size_t position_ = 0;
};

absl::Status TooMany(std::string_view what, size_t limit) {
  return absl::InvalidArgumentError(absl::StrCat(
      "HTML has more than ", limit, " ", std::string(what), "; send the article's text instead"));
}

// HTML5's list of active formatting elements: an unclosed <b> comes back in every later paragraph.
// Of equal ones at most three are kept.
class ActiveFormatting {
 public:
  size_t size() const { return active_.size(); }

  void Open(const Tag& tag) {
    if (tag.name == "a" || tag.name == "nobr") Close(tag.name);
    const auto is_equal = [&tag](const Entry& entry) {
      return entry.name == tag.name && entry.attributes == tag.attributes;
    };
    if (std::count_if(active_.begin(), active_.end(), is_equal) < 3) {
      active_.push_back({tag.name, tag.attributes});
    }
  }

  void Close(const std::string& name) {
    for (size_t i = active_.size(); i-- > 0;) {
      if (active_[i].name != name) continue;
      active_.erase(active_.begin() + static_cast<ptrdiff_t>(i));
      return;
    }
  }

 private:
  struct Entry {
    std::string name;
    std::string_view attributes;
  };
  std::vector<Entry> active_;
};

class OpenTags {
 public:
  absl::Status Add(const Tag& tag) {
    if (++tags_ > kMaxHtmlTags) return TooMany("tags", kMaxHtmlTags);
    formatting_copies_ += formatting_.size();
    if (formatting_copies_ > kMaxFormattingCopies) {
      return TooMany("repeated unclosed formatting tags", kMaxFormattingCopies);
    }
    if (tag.is_end) {
      formatting_.Close(tag.name);
      Close(tag.name);
    } else if (!IsVoid(tag.name)) {
      Open(tag);
    }
    const bool is_too_deep = std::max(stack_.size(), formatting_.size()) > kMaxHtmlDepth;
    return is_too_deep ? TooMany("levels of nesting", kMaxHtmlDepth) : absl::OkStatus();
  }

  // Inside <svg> and <math> nothing is raw text.
  bool IsInForeignContent() const {
    return std::find(stack_.begin(), stack_.end(), "svg") != stack_.end() ||
           std::find(stack_.begin(), stack_.end(), "math") != stack_.end();
  }

 private:
  void Open(const Tag& tag) {
    if (ClosesItself(tag.name)) Close(tag.name);
    if (IsFormatting(tag.name)) formatting_.Open(tag);
    stack_.push_back(tag.name);
  }

  void Close(const std::string& name) {
    const bool is_ordinary = IsOrdinary(name);
    for (size_t i = stack_.size(); i-- > 0;) {
      if (stack_[i] == name) return stack_.resize(i);
      if (IsBarrier(stack_[i]) || (is_ordinary && !IsOrdinary(stack_[i]))) return;
      if (ClosesItself(name) && IsOneOf(stack_[i], {"ul", "ol", "dl"})) return;
    }
  }

  std::vector<std::string> stack_;
  ActiveFormatting formatting_;
  size_t tags_ = 0;
  size_t formatting_copies_ = 0;
};

}  // namespace

absl::Status CheckHtmlNesting(std::string_view html) {
  TagScanner scanner(html);
  OpenTags open;
  Tag tag;
  while (scanner.Next(&tag)) {
    TASNIF_RETURN_IF_ERROR(open.Add(tag));
    if (tag.is_end || !IsRawText(tag.name) || open.IsInForeignContent()) continue;
    scanner.SkipRawText(tag.name);
  }
  return absl::OkStatus();
}

}  // namespace tasnif
