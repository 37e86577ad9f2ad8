#include "labels/article_line.h"

#include <string>

#include "absl/time/time.h"
#include "labels/language_codes.h"
#include "labels/timestamp.h"

namespace tasnif {
namespace {

void Set(const char* key, const std::string& value, Json* json) {
  if (!value.empty()) (*json)[key] = value;
}

std::string FormatPublished(const google::protobuf::Timestamp& time) {
  return absl::FormatTime(absl::RFC3339_full, TimeOf(time), absl::UTCTimeZone());
}

Json TargetToJson(const v1::Target& target, const LabelledTarget* known) {
  Json json = {{"name", target.name()}};
  for (const std::string& alias : target.aliases()) json["aliases"].push_back(alias);
  if (known == nullptr) return json;
  Set("stance", known->stance, &json);
  if (known->has_mention) json["mention"] = {known->mention_begin, known->mention_end};
  return json;
}

void SetTargets(const LabelledArticle& article, Json* json) {
  for (int i = 0; i < article.article.targets_size(); ++i) {
    const bool is_known = static_cast<size_t>(i) < article.targets.size();
    (*json)["targets"].push_back(
        TargetToJson(article.article.targets(i), is_known ? &article.targets[i] : nullptr));
  }
}

}  // namespace

Json ArticleToJson(const LabelledArticle& article) {
  const v1::Article& in = article.article;
  Json json = Json::object();
  Set("id", in.id(), &json);
  Set("title", in.title(), &json);
  Set("text", in.text(), &json);
  Set("language", in.language(), &json);
  Set("url", in.url(), &json);
  Set("publisher", in.publisher(), &json);
  Set("byline", in.byline(), &json);
  if (in.has_published()) json["published"] = FormatPublished(in.published());
  SetTargets(article, &json);
  for (const auto& [head, label] : article.labels) {
    // What the parser took from the article's language is written there.
    const bool is_said = head == kLanguageHead && label == LanguageLabel(in.language());
    if (!is_said) json["labels"][head] = label;
  }
  Set("source", article.source, &json);
  Set("split", article.split, &json);
  if (article.is_weak) json["weak"] = true;
  return json;
}

}  // namespace tasnif
