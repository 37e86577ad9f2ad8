#include "feedback/text_finder.h"

#include <memory>
#include <utility>

#include "base/line_reader.h"
#include "base/status.h"
#include "feedback/correction.h"
#include "feedback/correction_export.h"
#include "labels/json_lines.h"

namespace tasnif {
namespace {

bool HasText(const CorrectedArticle& article) {
  for (const v1::Correction& correction : article.corrections) {
    if (!ArticleSha256(correction.article()).empty()) return true;
  }
  return false;
}

}  // namespace

absl::Status TextFinder::Search(const CorrectionSource& source, const CorrectionFilter& filter,
                                const std::string& path) {
  TASNIF_RETURN_IF_ERROR(
      ForEachCorrectedArticle(source, filter, [this](const CorrectedArticle& article) {
        if (!HasText(article)) wanted_.try_emplace(article.corrections[0].article_sha256());
        return absl::OkStatus();
      }));
  TASNIF_ASSIGN_OR_RETURN(const std::unique_ptr<LineReader> reader, LineReader::Open(path));
  std::string line;
  while (true) {
    const absl::StatusOr<bool> more = reader->Next(&line);
    if (absl::IsResourceExhausted(more.status())) continue;  // No article is that long.
    TASNIF_RETURN_IF_ERROR(more.status());
    if (!*more) return absl::OkStatus();
    absl::StatusOr<LabelledArticle> article = ParseArticle(line);
    if (!article.ok()) continue;
    const auto found = wanted_.find(ArticleSha256(article->article));
    if (found != wanted_.end()) found->second = std::move(article->article);
  }
}

v1::Article TextFinder::Find(const std::string& article_sha256) const {
  const auto found = wanted_.find(article_sha256);
  return found == wanted_.end() ? v1::Article() : found->second;
}

}  // namespace tasnif
