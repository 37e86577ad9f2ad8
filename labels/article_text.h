// labels/article_text.h
//
// From an article as it came to what every head reads: decoded, cleaned, split and tokenised once.
//
//   TASNIF_ASSIGN_OR_RETURN(auto reader, ArticleReader::Create());   // one per worker
//   ArticleText text;
//   TASNIF_RETURN_IF_ERROR(reader->Read(article, &text));
//
// Training reads articles through the same class: there is no second text path.
#ifndef TASNIF_LABELS_ARTICLE_TEXT_H_
#define TASNIF_LABELS_ARTICLE_TEXT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tasnif/v1/classifier.pb.h"
#include "text/attribution.h"
#include "text/segmenter.h"
#include "text/sentences.h"
#include "text/tokenizer.h"

namespace tasnif {

// Larger articles are refused; a book is not an article.
inline constexpr size_t kDefaultMaxArticleBytes = 10u << 20;

struct ArticleText {
  std::string title;     // As sent, or from the HTML head; repaired.
  std::string text;      // Valid UTF-8; every offset counts in it.
  std::string language;  // As sent (labels/language_codes.h) or found out; "und" where unknown.
  Segmentation segmentation;  // Of `text`: body, boilerplate, the related article.
  // In `text`, in text order; then those of the fields byline and publisher, which count as bylines
  // and have an empty range.
  std::vector<Attribution> attributions;
  Tokens title_tokens;  // Of `title`.
  Tokens tokens;        // Of the whole of `text`, in order.
  // tokens[i] begins in a segment of this kind; same length as tokens.
  std::vector<SegmentKind> token_kinds;
  std::vector<ByteRange> sentences;   // Of `text`; empty until ArticleReader::Sentences.
  std::vector<std::string> warnings;  // Repaired bytes, a detected charset, an unusable language.

  // Empties everything and keeps the memory.
  void Clear();
};

// Not thread-safe: one per worker. Cost: linear in the bytes of the article.
class ArticleReader {
 public:
  // INVALID_ARGUMENT: max_article_bytes is 0 or over 1 GiB. FAILED_PRECONDITION, INTERNAL: rules or
  // ICU data are broken (see text/).
  // Takes a fifth of a second, nearly all of it for the rules.
  static absl::StatusOr<std::unique_ptr<ArticleReader>> Create(
      size_t max_article_bytes = kDefaultMaxArticleBytes);
  // A reader for another worker, with the same limit. It shares the rules, which are immutable, so
  // that it takes no time. INTERNAL: ICU's data is broken.
  absl::StatusOr<std::unique_ptr<ArticleReader>> CreateSibling() const;

  // Overwrites `out`. Invalid UTF-8 is repaired with a warning; NUL and other control characters
  // separate words. The title is the article's, or else that of the HTML page.
  // INVALID_ARGUMENT: no text, nothing but white space and control characters, text, title, byline
  // and publisher larger than the limit together, unknown charset, binary data. Messages do not
  // name the article.
  absl::Status Read(const v1::Article& article, ArticleText* out);

  // The same, but `language` is left empty where the article does not tell it: for who has a better
  // way to find out than the guess by script and common words. Same errors.
  absl::Status ReadUnguessed(const v1::Article& article, ArticleText* out);

  // Byte ranges in `text.text`. Found once and kept in `text`: every target and every stance model
  // asks for them.
  const std::vector<ByteRange>& Sentences(ArticleText& text);

 private:
  ArticleReader() = default;

  absl::Status CheckSize(const v1::Article& article) const;
  void Tokenize(ArticleText* out);
  void FindAttributions(const v1::Article& article, ArticleText* out) const;

  absl::Status CreateScratch();

  // Constant after construction, shared between siblings.
  size_t max_article_bytes_ = 0;
  std::shared_ptr<const Segmenter> segmenter_;
  std::shared_ptr<const AttributionFinder> attribution_finder_;

  // Of this reader alone.
  std::unique_ptr<Tokenizer> tokenizer_;
  std::unique_ptr<SentenceSplitter> sentence_splitter_;
};

}  // namespace tasnif

#endif  // TASNIF_LABELS_ARTICLE_TEXT_H_
