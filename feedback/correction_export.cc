#include "feedback/correction_export.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/json.h"
#include "base/status.h"
#include "labels/article_line.h"
#include "labels/timestamp.h"
#include "text/decoder.h"

namespace tasnif {
namespace {

bool HasText(const v1::Article& article) {
  return !article.text().empty() || !article.content().empty();
}

// The newest copy of the article that has its text.
const v1::Article& BestArticle(const CorrectedArticle& article) {
  for (auto it = article.corrections.rbegin(); it != article.corrections.rend(); ++it) {
    if (HasText(it->article())) return it->article();
  }
  return article.corrections.back().article();
}

// Bytes of a page become its text, as labelling reads it.
absl::Status DecodeInPlace(v1::Article* article) {
  if (article->content().empty()) return absl::OkStatus();
  TASNIF_ASSIGN_OR_RETURN(DecodedText decoded, DecodeContent(article->content(), article->charset(),
                                                             article->media_type()));
  article->set_text(std::move(decoded.text));
  article->clear_content();
  if (article->title().empty()) article->set_title(std::move(decoded.title));
  return absl::OkStatus();
}

Json Provenance(const CorrectedArticle& article, const Decision& decision) {
  const v1::Correction& last = article.corrections.back();
  Json json = {{"model", last.model()}, {"predicted", last.predicted_label()}};
  json["annotators"] = Json::object();
  for (const auto& [annotator, label] : decision.votes) json["annotators"][annotator] = label;
  json["submitted"] = FormatToSecond(last.submitted());
  json["sha256"] = last.article_sha256();
  return json;
}

// The stance targets that the article came with do not carry over: their stance is not known.
void SetLabel(const v1::Correction& correction, const std::string& label, LabelledArticle* out) {
  if (correction.head() != "stance") {
    out->labels[correction.head()] = label;
    return;
  }
  std::vector<std::string> aliases;
  for (const v1::Target& target : out->article.targets()) {
    if (target.name() != correction.target()) continue;
    aliases.assign(target.aliases().begin(), target.aliases().end());
  }
  out->article.clear_targets();
  v1::Target* target = out->article.add_targets();
  target->set_name(correction.target());
  for (const std::string& alias : aliases) target->add_aliases(alias);
  out->targets.push_back({.name = correction.target(), .stance = label});
}

std::string MajorityOf(const std::map<std::string, std::string>& votes) {
  std::map<std::string, size_t> counts;
  for (const auto& [annotator, label] : votes) ++counts[label];
  for (const auto& [label, count] : counts) {
    if (2 * count > votes.size()) return label;
  }
  return "";
}

}  // namespace

Decision Decide(const CorrectedArticle& article, ConflictPolicy policy) {
  Decision decision;
  for (const v1::Correction& correction : article.corrections) {
    decision.votes[correction.annotator()] = correction.correct_label();
  }
  const std::string& first = decision.votes.begin()->second;
  for (const auto& [annotator, label] : decision.votes) decision.is_conflict |= label != first;
  if (!decision.is_conflict) decision.label = first;
  if (decision.is_conflict && policy == ConflictPolicy::kMajority) {
    decision.label = MajorityOf(decision.votes);
  }
  return decision;
}

absl::StatusOr<std::string> ExportLine(const CorrectedArticle& article, const Decision& decision) {
  LabelledArticle line;
  line.article = BestArticle(article);
  if (!HasText(line.article)) {
    return absl::FailedPreconditionError(
        absl::StrCat("article ", article.corrections.back().article_sha256(),
                     ": only its hash is kept; name the file that has its text"));
  }
  TASNIF_RETURN_IF_ERROR(DecodeInPlace(&line.article));
  SetLabel(article.corrections.back(), decision.label, &line);
  line.source = std::string(kCorrectionsSource);
  line.split = "train";
  Json json = ArticleToJson(line);
  json["correction"] = Provenance(article, decision);
  return DumpJson(json);
}

absl::Status CorrectionExport::Add(CorrectedArticle article, const Write& write) {
  const Decision decision = Decide(article, policy_);
  if (decision.is_conflict) ++counts_.conflicts;
  if (decision.label.empty()) {
    ++counts_.undecided;
    return absl::OkStatus();
  }
  if (find_text_ && !HasText(BestArticle(article))) {
    v1::Article found = find_text_(article.corrections.back().article_sha256());
    if (HasText(found)) *article.corrections.back().mutable_article() = std::move(found);
  }
  absl::StatusOr<std::string> line = ExportLine(article, decision);
  if (!line.ok()) {
    ++counts_.without_text;
    return absl::OkStatus();
  }
  ++counts_.lines;
  return write(*std::move(line));
}

absl::Status ForEachCorrectedArticle(const CorrectionSource& source, const CorrectionFilter& filter,
                                     const std::function<absl::Status(CorrectedArticle)>& visit) {
  CorrectionCursor cursor;
  while (true) {
    TASNIF_ASSIGN_OR_RETURN(CorrectedPage page,
                            source.Articles(filter, cursor, kMaxArticlesPerPage));
    for (CorrectedArticle& article : page.articles) {
      TASNIF_RETURN_IF_ERROR(visit(std::move(article)));
    }
    if (page.is_last) return absl::OkStatus();
    cursor = page.next;
  }
}

}  // namespace tasnif
