#include "cli/label_block.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/json.h"
#include "cli/table.h"
#include "labels/json_lines.h"

namespace tasnif {
namespace {

v1::ArticleResult ErrorResult(const std::string& place, const absl::Status& status) {
  v1::ArticleResult result;
  result.set_id(place);
  result.mutable_error()->set_code(v1::ERROR_CODE_INVALID_ARGUMENT);
  result.mutable_error()->set_message(std::string(status.message()));
  return result;
}

// Warnings about the line come before those about the text.
void PrependWarnings(std::vector<std::string> warnings, v1::Prediction* prediction) {
  if (warnings.empty()) return;
  for (std::string& warning : *prediction->mutable_warnings()) {
    warnings.push_back(std::move(warning));
  }
  prediction->mutable_warnings()->Assign(warnings.begin(), warnings.end());
}

// text: what the article was, unless it was a document.
std::string FormatLine(const v1::ArticleResult& result, const std::string& text,
                       ResultFormat format) {
  if (format == ResultFormat::kJsonLines) return FormatResult(result) + "\n";
  std::string entry = FormatTableEntry(result);
  if (format == ResultFormat::kMarkedTable) {
    const std::string& extracted = result.prediction().extracted_text();
    entry += FormatMarkedText(result.prediction(), extracted.empty() ? text : extracted);
  }
  return entry;
}

// As a line of results has it, and where the article stands.
std::string FormatErrorLine(const v1::ArticleResult& result, const std::string& place,
                            const std::string& code) {
  return DumpJson(Json{{"id", result.id()},
                       {"place", place},
                       {"error", {{"code", code}, {"message", result.error().message()}}}}) +
         "\n";
}

}  // namespace

ParsedArticle ParseRaw(RawArticle raw) {
  ParsedArticle parsed;
  parsed.status = raw.status;
  if (raw.form == RawArticle::Form::kDocument) {
    parsed.article.set_id(raw.place);
    parsed.article.set_media_type(raw.media_type);
    parsed.article.set_content(std::move(raw.bytes));
  }
  if (raw.form == RawArticle::Form::kJsonLine) {
    absl::StatusOr<LabelledArticle> line = ParseArticle(raw.bytes);
    parsed.status = line.status();
    if (!line.ok()) return parsed;
    parsed.article = std::move(line->article);
    parsed.warnings = std::move(line->warnings);
    if (parsed.article.id().empty()) parsed.article.set_id(raw.place);
  }
  return parsed;
}

std::vector<v1::Article> LabelBlock::Parse() {
  std::vector<v1::Article> articles;
  for (RawArticle& raw : raws_) {
    Item& item = items_.emplace_back();
    item.form = raw.form;
    item.place = raw.place;
    item.parsed = ParseRaw(std::exchange(raw, {}));
    if (!item.parsed.status.ok()) continue;
    if (format_ == ResultFormat::kMarkedTable) item.text = item.parsed.article.text();
    articles.push_back(std::move(item.parsed.article));
  }
  return articles;
}

void LabelBlock::Format(std::vector<v1::ArticleResult> results, bool has_errors_file) {
  auto next = results.begin();
  for (Item& item : items_) {
    if (item.parsed.status.ok()) {
      FormatItem(&item, std::move(*next++), has_errors_file);
    } else {
      FormatError(item, ErrorResult(item.place, item.parsed.status), has_errors_file);
    }
  }
  items_.clear();
}

void LabelBlock::FormatItem(Item* item, v1::ArticleResult result, bool has_errors_file) {
  if (result.has_error()) return FormatError(*item, result, has_errors_file);
  if (result.has_prediction()) {
    PrependWarnings(std::move(item->parsed.warnings), result.mutable_prediction());
  }
  lines_ += FormatLine(result, item->text, format_);
}

void LabelBlock::FormatError(const Item& item, const v1::ArticleResult& result,
                             bool has_errors_file) {
  // A file that cannot be read has no line: it may have held any number of articles.
  const bool is_bad_input = item.form == RawArticle::Form::kBadInput;
  const std::string code(is_bad_input ? absl::StatusCodeToString(item.parsed.status.code())
                                      : std::string(ErrorCodeName(result.error().code())));
  if (has_errors_file) {
    errors_ += FormatErrorLine(result, item.place, code);
  } else if (!is_bad_input) {
    lines_ += FormatLine(result, item.text, format_);
  }
  complaints_.push_back(is_bad_input
                            ? absl::StrCat(code, ": ", item.parsed.status.message())
                            : absl::StrCat(item.place, ": ", code, ": ", result.error().message()));
}

}  // namespace tasnif
