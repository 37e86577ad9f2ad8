#include "feedback/correction_line.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "base/suggest.h"
#include "labels/article_line.h"
#include "labels/timestamp.h"

namespace tasnif {
namespace {

const char* const kFields[] = {"key",     "head",           "model",     "predicted",
                               "label",   "target",         "annotator", "comment",
                               "article", "article_sha256", "submitted"};

// A misspelled field that is silently ignored would store another correction than was meant.
absl::Status CheckFieldNames(const Json& json) {
  const std::vector<std::string> known(std::begin(kFields), std::end(kFields));
  for (const auto& [name, unused] : json.items()) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("unknown field '", name, "'", DidYouMean(name, known)));
  }
  return absl::OkStatus();
}

absl::Status ReadInto(const Json& json, std::string_view key, std::string* out) {
  TASNIF_ASSIGN_OR_RETURN(*out, GetString(json, key));
  return absl::OkStatus();
}

absl::Status ReadArticle(const Json& json, v1::Correction* out) {
  TASNIF_ASSIGN_OR_RETURN(const Json* article, GetObject(json, "article"));
  if (article == nullptr) return absl::OkStatus();
  absl::StatusOr<LabelledArticle> parsed = ParseArticle(DumpJson(*article));
  if (!parsed.ok()) return Annotate(parsed.status(), "field 'article'");
  *out->mutable_article() = std::move(parsed->article);
  return absl::OkStatus();
}

void Set(const char* key, const std::string& value, Json* json) {
  if (!value.empty()) (*json)[key] = value;
}

}  // namespace

absl::StatusOr<v1::Correction> ParseCorrection(std::string_view line) {
  TASNIF_ASSIGN_OR_RETURN(const Json json, ParseJson(line));
  if (!json.is_object()) {
    return absl::InvalidArgumentError("not a JSON object; expected one correction a line");
  }
  TASNIF_RETURN_IF_ERROR(CheckFieldNames(json));
  v1::Correction out;
  TASNIF_RETURN_IF_ERROR(ReadInto(json, "key", out.mutable_key()));
  TASNIF_RETURN_IF_ERROR(ReadInto(json, "head", out.mutable_head()));
  TASNIF_RETURN_IF_ERROR(ReadInto(json, "model", out.mutable_model()));
  TASNIF_RETURN_IF_ERROR(ReadInto(json, "predicted", out.mutable_predicted_label()));
  TASNIF_RETURN_IF_ERROR(ReadInto(json, "label", out.mutable_correct_label()));
  TASNIF_RETURN_IF_ERROR(ReadInto(json, "target", out.mutable_target()));
  TASNIF_RETURN_IF_ERROR(ReadInto(json, "annotator", out.mutable_annotator()));
  TASNIF_RETURN_IF_ERROR(ReadInto(json, "comment", out.mutable_comment()));
  TASNIF_RETURN_IF_ERROR(ReadInto(json, "article_sha256", out.mutable_article_sha256()));
  TASNIF_RETURN_IF_ERROR(ReadArticle(json, &out));
  return out;
}

Json CorrectionToJson(const v1::Correction& correction) {
  Json json = Json::object();
  Set("key", correction.key(), &json);
  Set("head", correction.head(), &json);
  Set("model", correction.model(), &json);
  Set("predicted", correction.predicted_label(), &json);
  Set("label", correction.correct_label(), &json);
  Set("target", correction.target(), &json);
  Set("annotator", correction.annotator(), &json);
  Set("comment", correction.comment(), &json);
  Set("article_sha256", correction.article_sha256(), &json);
  if (correction.has_submitted()) {
    json["submitted"] = FormatToSecond(correction.submitted());
  }
  LabelledArticle article;
  article.article = correction.article();
  Json article_json = ArticleToJson(article);
  if (!article_json.empty()) json["article"] = std::move(article_json);
  return json;
}

}  // namespace tasnif
