#include "labels/article_text.h"

#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "labels/language_codes.h"
#include "text/decoder.h"
#include "text/script.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

constexpr size_t kLargestLimit = size_t{1} << 30;  // Offsets are 32 bits wide, ICU's are signed.

// Unicode White_Space, and what else is not seen: joiners, marks of direction, byte order marks.
bool IsBlank(char32_t c) {
  return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x1680 || (c >= 0x2000 && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x206F) || c == 0x3000 || c == 0xFEFF;
}

bool IsBlankText(std::string_view text) {
  for (size_t position = 0; position < text.size();) {
    if (!IsBlank(NextCodePoint(text, &position))) return false;
  }
  return true;
}

void Repair(std::string_view bytes, std::string_view field, std::string* out,
            std::vector<std::string>* warnings) {
  if (IsValidUtf8(bytes)) {
    out->assign(bytes.data(), bytes.size());
    return;
  }
  RepairedText repaired = RepairUtf8(bytes);
  *out = std::move(repaired.text);
  warnings->push_back(absl::StrCat(std::string(field), ": ", repaired.replaced,
                                   " places are not valid UTF-8; replaced by U+FFFD"));
}

absl::Status DecodeBytes(const v1::Article& article, ArticleText* out) {
  TASNIF_ASSIGN_OR_RETURN(DecodedText decoded, DecodeContent(article.content(), article.charset(),
                                                             article.media_type()));
  out->text = std::move(decoded.text);
  out->title = std::move(decoded.title);
  for (std::string& warning : decoded.warnings) out->warnings.push_back(std::move(warning));
  return absl::OkStatus();
}

absl::Status Decode(const v1::Article& article, ArticleText* out) {
  if (article.has_content()) {
    TASNIF_RETURN_IF_ERROR(DecodeBytes(article, out));
  } else {
    Repair(article.text(), "text", &out->text, &out->warnings);
  }
  if (!article.title().empty()) Repair(article.title(), "title", &out->title, &out->warnings);
  return absl::OkStatus();
}

absl::Status CheckNotEmpty(const v1::Article& article, const ArticleText& text) {
  if (!IsBlankText(text.text)) return absl::OkStatus();
  const std::string_view found = article.has_content() ? "content holds no text"
                                 : text.text.empty()   ? "text is empty"
                                                       : "text is empty: only white space";
  return absl::InvalidArgumentError(
      absl::StrCat(std::string(found), "; send an article with at least one word"));
}

// Empty where the article does not tell it.
void SetLanguage(const v1::Article& article, ArticleText* out) {
  out->language = NormaliseLanguage(article.language());
  if (out->language.empty() && !article.language().empty()) {
    out->warnings.push_back(
        "language: not a BCP 47 code such as 'ar' or 'en-GB'; it was guessed from the text");
  }
  if (out->language == kUnknownLanguage) out->language.clear();
}

// Agencies that a field of the article names. A field is evidence as good as a source line, so that
// short names such as "AP" count, too.
void AppendFieldAttributions(std::string_view bytes, const AttributionFinder& finder,
                             std::vector<Attribution>* out) {
  if (bytes.empty()) return;
  const std::string field = RepairUtf8(bytes).text;
  Segment whole;
  whole.range = {0, static_cast<uint32_t>(field.size())};
  whole.kind = SegmentKind::kSource;
  Segmentation segmentation;
  segmentation.segments.push_back(std::move(whole));
  for (Attribution& attribution : finder.Find(field, segmentation)) {
    attribution.place = AttributionPlace::kByline;
    attribution.range = {};  // Offsets count in the text only.
    out->push_back(std::move(attribution));
  }
}

}  // namespace

void ArticleText::Clear() {
  title.clear();
  text.clear();
  language.clear();
  segmentation.segments.clear();
  attributions.clear();
  title_tokens.Clear();
  tokens.Clear();
  token_kinds.clear();
  sentences.clear();
  warnings.clear();
}

absl::StatusOr<std::unique_ptr<ArticleReader>> ArticleReader::Create(size_t max_article_bytes) {
  if (max_article_bytes == 0 || max_article_bytes > kLargestLimit) {
    return absl::InvalidArgumentError(absl::StrCat("max_article_bytes is ", max_article_bytes,
                                                   ", expected 1 to ", kLargestLimit));
  }
  std::unique_ptr<ArticleReader> reader(new ArticleReader());
  reader->max_article_bytes_ = max_article_bytes;
  TASNIF_ASSIGN_OR_RETURN(reader->segmenter_, Segmenter::Create());
  TASNIF_ASSIGN_OR_RETURN(reader->attribution_finder_, AttributionFinder::Create());
  TASNIF_RETURN_IF_ERROR(reader->CreateScratch());
  return reader;
}

absl::StatusOr<std::unique_ptr<ArticleReader>> ArticleReader::CreateSibling() const {
  std::unique_ptr<ArticleReader> reader(new ArticleReader());
  reader->max_article_bytes_ = max_article_bytes_;
  reader->segmenter_ = segmenter_;
  reader->attribution_finder_ = attribution_finder_;
  TASNIF_RETURN_IF_ERROR(reader->CreateScratch());
  return reader;
}

absl::Status ArticleReader::CreateScratch() {
  TASNIF_ASSIGN_OR_RETURN(tokenizer_, Tokenizer::Create());
  TASNIF_ASSIGN_OR_RETURN(sentence_splitter_, SentenceSplitter::Create());
  return absl::OkStatus();
}

absl::Status ArticleReader::CheckSize(const v1::Article& article) const {
  const size_t body = article.has_content() ? article.content().size() : article.text().size();
  const size_t bytes =
      body + article.title().size() + article.byline().size() + article.publisher().size();
  if (bytes <= max_article_bytes_) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the article has ", bytes, " bytes, at most ", max_article_bytes_,
                   " are allowed; send articles one by one, not whole archives"));
}

absl::Status ArticleReader::Read(const v1::Article& article, ArticleText* out) {
  TASNIF_RETURN_IF_ERROR(ReadUnguessed(article, out));
  if (out->language.empty()) out->language = GuessLanguage(out->text);
  return absl::OkStatus();
}

absl::Status ArticleReader::ReadUnguessed(const v1::Article& article, ArticleText* out) {
  out->Clear();
  TASNIF_RETURN_IF_ERROR(CheckSize(article));
  TASNIF_RETURN_IF_ERROR(Decode(article, out));
  TASNIF_RETURN_IF_ERROR(CheckNotEmpty(article, *out));
  SetLanguage(article, out);
  out->segmentation = segmenter_->Segment(out->text);
  Tokenize(out);
  FindAttributions(article, out);
  return absl::OkStatus();
}

void ArticleReader::Tokenize(ArticleText* out) {
  tokenizer_->Tokenize(out->title, &out->title_tokens);
  tokenizer_->Tokenize(out->text, &out->tokens);
  const std::vector<Segment>& segments = out->segmentation.segments;
  size_t at = 0;
  for (const Token& token : out->tokens) {
    while (at + 1 < segments.size() && segments[at].range.end_byte <= token.begin_byte) ++at;
    out->token_kinds.push_back(segments.empty() ? SegmentKind::kBody : segments[at].kind);
  }
}

void ArticleReader::FindAttributions(const v1::Article& article, ArticleText* out) const {
  out->attributions = attribution_finder_->Find(out->text, out->segmentation);
  for (const std::string* field : {&article.byline(), &article.publisher()}) {
    AppendFieldAttributions(*field, *attribution_finder_, &out->attributions);
  }
}

const std::vector<ByteRange>& ArticleReader::Sentences(ArticleText& text) {
  if (text.sentences.empty()) sentence_splitter_->Split(text.text, &text.sentences);
  return text.sentences;
}

}  // namespace tasnif
