#include "text/html_text.h"

#include <gumbo.h>

#include <cstdlib>
#include <memory>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "text/html_nesting.h"

namespace tasnif {
namespace {

// Owns what gumbo allocates and frees it at once: gumbo's own clean-up recurses through the tree.
class Arena {
 public:
  ~Arena() {
    for (void* block : blocks_) std::free(block);
  }

  static void* Allocate(void* self, size_t size) {
    return static_cast<Arena*>(self)->Take((size + 15) & ~size_t{15});
  }
  static void Free(void*, void*) {}

 private:
  static constexpr size_t kBlock = size_t{1} << 18;

  void* Take(size_t size) {
    if (size > kBlock / 4) return NewBlock(size);
    if (size > left_) {
      next_ = static_cast<char*>(NewBlock(kBlock));
      left_ = kBlock;
    }
    left_ -= size;
    next_ += size;
    return next_ - size;
  }

  void* NewBlock(size_t size) {
    blocks_.push_back(std::malloc(size));
    if (blocks_.back() == nullptr) std::abort();  // As operator new without a handler.
    return blocks_.back();
  }

  std::vector<void*> blocks_;
  char* next_ = nullptr;
  size_t left_ = 0;
};

bool IsElement(const GumboNode* node, GumboTag tag) {
  return node->type == GUMBO_NODE_ELEMENT && node->v.element.tag == tag;
}

std::string_view Attribute(const GumboNode* node, const char* name) {
  const GumboAttribute* found = gumbo_get_attribute(&node->v.element.attributes, name);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

bool IsSkipped(const GumboNode* node, bool skip_forms) {
  if (node->type == GUMBO_NODE_TEMPLATE) return true;
  if (node->type != GUMBO_NODE_ELEMENT) return false;
  switch (node->v.element.tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA:
      return true;
    case GUMBO_TAG_FORM:
      return skip_forms;
    default:
      return gumbo_get_attribute(&node->v.element.attributes, "hidden") != nullptr;
  }
}

bool IsInline(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_A:
    case GUMBO_TAG_ABBR:
    case GUMBO_TAG_ACRONYM:
    case GUMBO_TAG_B:
    case GUMBO_TAG_BDI:
    case GUMBO_TAG_BDO:
    case GUMBO_TAG_BIG:
    case GUMBO_TAG_CITE:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_DATA:
    case GUMBO_TAG_DEL:
    case GUMBO_TAG_DFN:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_FONT:
    case GUMBO_TAG_I:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_INS:
    case GUMBO_TAG_KBD:
    case GUMBO_TAG_LABEL:
    case GUMBO_TAG_MARK:
    case GUMBO_TAG_NOBR:
    case GUMBO_TAG_Q:
    case GUMBO_TAG_RUBY:
    case GUMBO_TAG_S:
    case GUMBO_TAG_SAMP:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_SPAN:
    case GUMBO_TAG_STRIKE:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_SUB:
    case GUMBO_TAG_SUP:
    case GUMBO_TAG_TIME:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_U:
    case GUMBO_TAG_VAR:
    case GUMBO_TAG_WBR:
    case GUMBO_TAG_UNKNOWN:
      return true;
    default:
      return false;
  }
}

// Collects text with white space collapsed and lines ended by block elements.
class LineWriter {
 public:
  void Text(std::string_view text) {
    for (const char c : text) {
      if (absl::ascii_isspace(static_cast<unsigned char>(c))) {
        has_space_ = true;
      } else {
        if (has_space_ && !IsAtLineBegin()) text_.push_back(' ');
        has_space_ = false;
        text_.push_back(c);
      }
    }
  }

  void EndLine() {
    has_space_ = false;
    if (!IsAtLineBegin()) text_.push_back('\n');
  }

  std::string Take() {
    while (!text_.empty() && text_.back() == '\n') text_.pop_back();
    return std::move(text_);
  }

 private:
  bool IsAtLineBegin() const { return text_.empty() || text_.back() == '\n'; }

  std::string text_;
  bool has_space_ = false;
};

// Calls enter(node) for each node in document order, leave(node) behind its children. Where enter
// returns false, the children are left out. Without recursion: depth cannot exhaust the stack.
template <typename Enter, typename Leave>
void Walk(const GumboNode* root, const Enter& enter, const Leave& leave) {
  struct Frame {
    const GumboNode* node;
    unsigned next_child;
  };
  std::vector<Frame> frames;
  const auto open = [&](const GumboNode* node) {
    if (enter(node) && node->type == GUMBO_NODE_ELEMENT) frames.push_back({node, 0});
  };
  open(root);
  while (!frames.empty()) {
    Frame& frame = frames.back();
    const GumboVector& children = frame.node->v.element.children;
    if (frame.next_child < children.length) {
      open(static_cast<const GumboNode*>(children.data[frame.next_child++]));
    } else {
      leave(frame.node);
      frames.pop_back();
    }
  }
}

std::string TextOf(const GumboNode* root, bool skip_forms) {
  LineWriter writer;
  const auto end_block = [&](const GumboNode* node) {
    if (node->type == GUMBO_NODE_ELEMENT && !IsInline(node->v.element.tag)) writer.EndLine();
  };
  Walk(
      root,
      [&](const GumboNode* node) {
        if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA ||
            node->type == GUMBO_NODE_WHITESPACE) {
          writer.Text(node->v.text.text);
        }
        if (node != root && IsSkipped(node, skip_forms)) return false;
        end_block(node);
        return true;
      },
      end_block);
  return writer.Take();
}

std::string Flatten(std::string text) {
  for (char& c : text) c = c == '\n' ? ' ' : c;
  return text;
}

struct Landmarks {
  const GumboNode* title = nullptr;
  const GumboNode* heading = nullptr;
  std::string_view og_title;
  std::vector<const GumboNode*> articles;  // Outermost <article> and <main>.
};

Landmarks FindLandmarks(const GumboNode* root) {
  Landmarks found;
  int open_articles = 0;
  const auto is_article = [](const GumboNode* node) {
    return IsElement(node, GUMBO_TAG_ARTICLE) || IsElement(node, GUMBO_TAG_MAIN);
  };
  Walk(
      root,
      [&](const GumboNode* node) {
        if (IsElement(node, GUMBO_TAG_TITLE) && found.title == nullptr) found.title = node;
        if (IsElement(node, GUMBO_TAG_H1) && found.heading == nullptr) found.heading = node;
        if (IsElement(node, GUMBO_TAG_META) && Attribute(node, "property") == "og:title") {
          found.og_title = Attribute(node, "content");
        }
        if (is_article(node) && open_articles++ == 0) found.articles.push_back(node);
        return true;
      },
      [&](const GumboNode* node) { open_articles -= is_article(node) ? 1 : 0; });
  return found;
}

std::string TitleOf(const Landmarks& found) {
  LineWriter og_title;
  og_title.Text(found.og_title);
  if (std::string title = og_title.Take(); !title.empty()) return title;
  for (const GumboNode* node : {found.heading, found.title}) {
    if (node == nullptr) continue;
    if (std::string title = Flatten(TextOf(node, true)); !title.empty()) return title;
  }
  return "";
}

// Pages of some servers are one <form> from top to bottom.
std::string BodyText(const GumboNode* root) {
  std::string without_forms = TextOf(root, true);
  std::string with_forms = TextOf(root, false);
  return without_forms.size() * 4 < with_forms.size() ? with_forms : without_forms;
}

std::string ArticleText(const GumboNode* root, const Landmarks& found) {
  std::string body = BodyText(root);
  for (const GumboNode* node : found.articles) {
    std::string article = BodyText(node);
    if (article.size() * 2 >= body.size()) return article;
  }
  return body;
}

std::string_view SkipSpaceAndComments(std::string_view text) {
  while (true) {
    const size_t begin = text.find_first_not_of(" \t\r\n\f");
    if (begin == std::string_view::npos) return "";
    text.remove_prefix(begin);
    if (text.substr(0, 4) != "<!--") return text;
    const size_t end = text.find("-->");
    if (end == std::string_view::npos) return "";
    text.remove_prefix(end + 3);
  }
}

}  // namespace

bool LooksLikeHtml(std::string_view text) {
  std::string head(SkipSpaceAndComments(text).substr(0, 14));
  for (char& c : head) c = absl::ascii_tolower(static_cast<unsigned char>(c));
  if (head == "<!doctype html") return true;
  return head.compare(0, 5, "<html") == 0 &&
         (head.size() < 6 || head[5] == '>' ||
          absl::ascii_isspace(static_cast<unsigned char>(head[5])));
}

absl::StatusOr<HtmlText> ExtractHtmlText(std::string_view html) {
  if (html.size() > kMaxHtmlBytes) {
    return absl::InvalidArgumentError(absl::StrCat("HTML has ", html.size(), " bytes, more than ",
                                                   kMaxHtmlBytes,
                                                   "; send the article's text instead"));
  }
  TASNIF_RETURN_IF_ERROR(CheckHtmlNesting(html));
  Arena arena;
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = &Arena::Allocate;
  options.deallocator = &Arena::Free;
  options.userdata = &arena;
  options.max_errors = 0;
  const GumboOutput* output = gumbo_parse_with_options(&options, html.data(), html.size());
  const Landmarks found = FindLandmarks(output->root);
  HtmlText page;
  page.title = TitleOf(found);
  page.text = ArticleText(output->root, found);
  return page;
}

}  // namespace tasnif
