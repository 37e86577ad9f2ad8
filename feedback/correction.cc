#include "feedback/correction.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/status.h"
#include "base/suggest.h"

namespace tasnif {
namespace {

constexpr size_t kSha256Digits = 64;
constexpr std::string_view kStance = "stance";

bool IsSha256(std::string_view text) {
  return text.size() == kSha256Digits && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

absl::Status CheckArticle(const v1::Correction& correction) {
  const std::string found = ArticleSha256(correction.article());
  const std::string& given = correction.article_sha256();
  if (found.empty() && given.empty()) {
    return absl::InvalidArgumentError(
        "no article: send its text, or 'article_sha256' where the text must not leave you");
  }
  if (!given.empty() && !IsSha256(given)) {
    return absl::InvalidArgumentError(absl::StrCat("field 'article_sha256' is '", given,
                                                   "', expected 64 lower-case hexadecimal digits"));
  }
  if (!found.empty() && !given.empty() && found != given) {
    return absl::InvalidArgumentError(absl::StrCat("field 'article_sha256' is ", given,
                                                   ", but the article that was sent has ", found,
                                                   "; leave the field out"));
  }
  return absl::OkStatus();
}

absl::Status CheckField(std::string_view name, const std::string& value, bool is_required) {
  if (is_required && value.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("field '", std::string(name), "' is missing"));
  }
  if (value.size() <= kMaxFieldBytes) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("field '", std::string(name), "' has ",
                                                 value.size(), " bytes, at most ", kMaxFieldBytes,
                                                 " are allowed"));
}

absl::Status CheckFields(const v1::Correction& correction) {
  TASNIF_RETURN_IF_ERROR(CheckField("key", correction.key(), false));
  TASNIF_RETURN_IF_ERROR(CheckField("head", correction.head(), true));
  TASNIF_RETURN_IF_ERROR(CheckField("model", correction.model(), true));
  TASNIF_RETURN_IF_ERROR(CheckField("predicted_label", correction.predicted_label(), true));
  TASNIF_RETURN_IF_ERROR(CheckField("correct_label", correction.correct_label(), true));
  TASNIF_RETURN_IF_ERROR(CheckField("target", correction.target(), false));
  TASNIF_RETURN_IF_ERROR(CheckField("annotator", correction.annotator(), true));
  if (correction.comment().size() <= kMaxCommentBytes) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("field 'comment' has ",
                                                 correction.comment().size(), " bytes, at most ",
                                                 kMaxCommentBytes, " are allowed"));
}

absl::Status CheckModel(const v1::Correction& correction) {
  std::string_view head;
  std::string_view version;
  if (SplitReference(correction.model(), &head, &version) && head == correction.head()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "field 'model' is '", correction.model(), "', expected the exact version as the ",
      "prediction named it, such as '", correction.head(), "@3'"));
}

absl::Status CheckStance(const v1::Correction& correction) {
  if (correction.head() != kStance) return absl::OkStatus();
  if (correction.target().empty()) {
    return absl::InvalidArgumentError(
        "field 'target' is missing: a stance is always towards somebody");
  }
  const std::string& label = correction.correct_label();
  if (label == "favor" || label == "against" || label == "neutral") return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("field 'correct_label' is '", label,
                                                 "', expected 'favor', 'against' or 'neutral'"));
}

std::vector<std::string> HeadsOf(const std::vector<v1::Model>& models) {
  std::set<std::string> heads;
  for (const v1::Model& model : models) heads.insert(model.head());
  return {heads.begin(), heads.end()};
}

// Of the version itself, or of every version of the head where those are not known.
std::vector<std::string> LabelsOf(const std::string& head, std::string_view version,
                                  const std::vector<v1::Model>& models) {
  std::set<std::string> labels;
  for (const v1::Model& model : models) {
    if (model.head() != head) continue;
    if (model.version() == version && model.labels_size() > 0) {
      return {model.labels().begin(), model.labels().end()};
    }
    labels.insert(model.labels().begin(), model.labels().end());
  }
  return {labels.begin(), labels.end()};
}

// The length stands before each part, so that no two lists of parts give the same bytes.
void Append(std::string_view part, std::string* out) {
  absl::StrAppend(out, part.size(), ":");
  out->append(part);
}

void DropText(v1::Article* article) {
  v1::Article kept;
  kept.set_id(article->id());
  kept.set_language(article->language());
  kept.set_url(article->url());
  kept.set_publisher(article->publisher());
  if (article->has_published()) *kept.mutable_published() = article->published();
  *article = kept;
}

}  // namespace

std::string ArticleSha256(const v1::Article& article) {
  const std::string& bytes = article.content().empty() ? article.text() : article.content();
  return bytes.empty() ? "" : Sha256Hex(bytes);
}

bool SplitReference(std::string_view reference, std::string_view* head, std::string_view* version) {
  const size_t at = reference.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == reference.size()) return false;
  *head = reference.substr(0, at);
  *version = reference.substr(at + 1);
  return std::all_of(version->begin(), version->end(), absl::ascii_isdigit);
}

absl::Status CheckCorrection(const v1::Correction& correction) {
  TASNIF_RETURN_IF_ERROR(CheckFields(correction));
  TASNIF_RETURN_IF_ERROR(CheckArticle(correction));
  TASNIF_RETURN_IF_ERROR(CheckModel(correction));
  return CheckStance(correction);
}

absl::Status CheckAgainstModels(const v1::Correction& correction,
                                const std::vector<v1::Model>& models) {
  const std::vector<std::string> heads = HeadsOf(models);
  if (!std::binary_search(heads.begin(), heads.end(), correction.head())) {
    return absl::NotFoundError(
        absl::StrCat("no head '", correction.head(), "'", DidYouMean(correction.head(), heads)));
  }
  std::string_view head;
  std::string_view version;
  SplitReference(correction.model(), &head, &version);
  const bool is_known = std::any_of(models.begin(), models.end(), [&](const v1::Model& model) {
    return model.head() == head && model.version() == version;
  });
  if (!is_known) {
    return absl::NotFoundError(absl::StrCat("no model '", correction.model(),
                                            "'; see 'tasnif models list ", correction.head(), "'"));
  }
  const std::vector<std::string> labels = LabelsOf(correction.head(), version, models);
  const std::string& label = correction.correct_label();
  if (labels.empty() || std::find(labels.begin(), labels.end(), label) != labels.end()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat("field 'correct_label': head '", correction.head(),
                                                 "' has no label '", label, "'",
                                                 DidYouMean(label, labels)));
}

v1::Correction Seal(v1::Correction correction, TextPolicy policy, absl::Time now) {
  if (correction.article_sha256().empty()) {
    correction.set_article_sha256(ArticleSha256(correction.article()));
  }
  if (correction.key().empty()) correction.set_key(ContentDigest(correction));
  const int64_t micros = absl::ToUnixMicros(now);
  constexpr int64_t kMicrosPerSecond = 1000000;
  correction.mutable_submitted()->set_seconds(micros / kMicrosPerSecond);
  correction.mutable_submitted()->set_nanos(static_cast<int32_t>(micros % kMicrosPerSecond) * 1000);
  if (policy == TextPolicy::kHashOnly) DropText(correction.mutable_article());
  return correction;
}

std::string ContentDigest(const v1::Correction& correction) {
  std::string bytes;
  for (const std::string* part :
       {&correction.article_sha256(), &correction.head(), &correction.model(),
        &correction.predicted_label(), &correction.correct_label(), &correction.target(),
        &correction.annotator(), &correction.comment()}) {
    Append(*part, &bytes);
  }
  return Sha256Hex(bytes);
}

}  // namespace tasnif
