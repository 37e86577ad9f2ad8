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
  std::string title;         // As sent, or from the HTML head; repaired.
  std::string text;          // Valid UTF-8; every offset counts in it.
  std::string language;      // BCP 47, as sent or guessed; "und" where unknown.
  Segmentation segmentation; // Of `text`: body, boilerplate, the related article.
  std::vector<Attribution> attributions;  // In `text` and in the byline.
  Tokens title_tokens;       // Of `title`.
  Tokens tokens;             // Of the whole of `text`, in order.
  // tokens[i] lies in a span of this kind; same length as tokens.
  std::vector<SpanKind> token_kinds;
  std::vector<std::string> warnings;

  // Empties everything and keeps the memory.
  void Clear();
};

// Not thread-safe: one per worker. Cost: linear in the bytes of the article.
class ArticleReader {
 public:
  static absl::StatusOr<std::unique_ptr<ArticleReader>> Create(
      size_t max_article_bytes = kDefaultMaxArticleBytes);

  // INVALID_ARGUMENT: no text, only white space, too large, unknown charset, binary data.
  absl::Status Read(const v1::Article& article, ArticleText* out);

  // Sentences of a piece of text, as byte ranges in it.
  void Sentences(std::string_view text, std::vector<ByteRange>* out);

 private:
  ArticleReader() = default;
  absl::Status Decode(const v1::Article& article, ArticleText* out) const;

  size_t max_article_bytes_ = 0;
  std::unique_ptr<const Segmenter> segmenter_;
  std::unique_ptr<const AttributionFinder> attribution_finder_;
  std::unique_ptr<Tokenizer> tokenizer_;
  std::unique_ptr<SentenceSplitter> sentence_splitter_;
};

}  // namespace tasnif

#endif  // TASNIF_LABELS_ARTICLE_TEXT_H_
