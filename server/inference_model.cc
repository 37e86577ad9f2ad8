#include "server/inference_model.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status.h"
#include "base/suggest.h"

namespace tasnif {
namespace {

// Its answer is the output `language` of every model, so it is no part of `article`.
constexpr std::string_view kLanguageHead = "language";

constexpr InputSpec kInputs[] = {{.name = "text", .is_required = true},
                                 {.name = "id"},
                                 {.name = "title"},
                                 {.name = "language"},
                                 {.name = "url"},
                                 {.name = "publisher"},
                                 {.name = "byline"},
                                 {.name = "targets", .has_columns = true}};

absl::StatusOr<InferenceModel> MakeArticle(std::string_view version, const ModelSet& models) {
  if (!version.empty() && version != kArticleVersion) {
    return absl::NotFoundError(absl::StrCat(
        "no version '", std::string(version), "' of model 'article', whose version is '",
        std::string(kArticleVersion), "'; ask a head, such as 'topic', for one of its versions"));
  }
  InferenceModel article = {.name = std::string(kArticleModel),
                            .version = std::string(kArticleVersion)};
  for (const std::string& head : models.heads()) {
    if (head == kLanguageHead) continue;
    TASNIF_ASSIGN_OR_RETURN(const HeadModel* model, models.Resolve(head));
    article.heads.push_back(model);
  }
  if (!article.heads.empty()) return article;
  return absl::FailedPreconditionError("no head has a champion; see 'tasnif models list'");
}

absl::Status UnknownModel(std::string_view name, const ModelSet& models) {
  std::vector<std::string> names = models.heads();
  names.emplace_back(kArticleModel);
  return absl::NotFoundError(
      absl::StrCat("no model '", std::string(name), "'", DidYouMean(name, names)));
}

struct NamedKind {
  std::string_view name;
  OutputKind kind;
};
constexpr NamedKind kLabelOutputs[] = {{"labels", OutputKind::kLabels},
                                       {"scores", OutputKind::kScores},
                                       {"abstained", OutputKind::kAbstained},
                                       {"reason", OutputKind::kReason}};
constexpr NamedKind kStanceOutputs[] = {{"targets", OutputKind::kTargets},
                                        {"labels", OutputKind::kStanceLabels},
                                        {"scores", OutputKind::kStanceScores},
                                        {"reason", OutputKind::kStanceReason}};
constexpr NamedKind kCommonOutputs[] = {{"language", OutputKind::kLanguage},
                                        {"error", OutputKind::kError}};

void Append(absl::Span<const NamedKind> kinds, const std::string& prefix, const HeadModel* head,
            std::vector<OutputSpec>* outputs) {
  for (const NamedKind& kind : kinds) {
    outputs->push_back({absl::StrCat(prefix, std::string(kind.name)), kind.kind, head});
  }
}

}  // namespace

absl::StatusOr<InferenceModel> FindInferenceModel(std::string_view name, std::string_view version,
                                                  const ModelSet& models) {
  if (name == kArticleModel) return MakeArticle(version, models);
  // A reference such as `topic@3` is no name here: the version has a field of its own.
  const bool is_name = !name.empty() && name.find('@') == std::string_view::npos;
  if (!is_name) return UnknownModel(name, models);
  const std::string reference = version.empty()
                                    ? std::string(name)
                                    : absl::StrCat(std::string(name), "@", std::string(version));
  const absl::StatusOr<const HeadModel*> found = models.Resolve(reference);
  if (!found.ok()) {
    return absl::Status(found.status().code(),
                        absl::StrCat(found.status().message(), "; 'article' is all heads at once"));
  }
  const HeadModel* model = *found;
  return InferenceModel{
      .name = model->head(), .version = model->bundle.version(), .heads = {model}};
}

absl::Span<const InputSpec> InferenceInputs() { return kInputs; }

std::vector<OutputSpec> OutputsOf(const InferenceModel& model) {
  std::vector<OutputSpec> outputs;
  for (const HeadModel* head : model.heads) {
    const std::string prefix = model.is_article() ? head->head() + "." : "";
    const bool is_stance = head->bundle.kind() == v1::HEAD_KIND_STANCE;
    Append(is_stance ? absl::MakeConstSpan(kStanceOutputs) : absl::MakeConstSpan(kLabelOutputs),
           prefix, head, &outputs);
  }
  Append(kCommonOutputs, "", nullptr, &outputs);
  return outputs;
}

std::string_view DatatypeOf(OutputKind kind) {
  switch (kind) {
    case OutputKind::kScores:
    case OutputKind::kStanceScores:
      return "FP32";
    case OutputKind::kAbstained:
      return "BOOL";
    default:
      return "BYTES";
  }
}

std::vector<int64_t> ShapeOf(OutputKind kind) {
  switch (kind) {
    case OutputKind::kLabels:
    case OutputKind::kScores:
    case OutputKind::kTargets:
    case OutputKind::kStanceLabels:
    case OutputKind::kStanceReason:
      return {-1, -1};
    case OutputKind::kStanceScores:
      return {-1, -1, 3};
    default:
      return {-1};
  }
}

}  // namespace tasnif
