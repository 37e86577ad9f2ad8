// server/inference_model.h
//
// The models of the Open Inference Protocol: each head is one, and `article` is all of them. Which
// tensors a model takes and gives is said here, once.
//
//   TASNIF_ASSIGN_OR_RETURN(InferenceModel model, FindInferenceModel("topic", "", *models));
//   model.version;                        // "3"
//   OutputsOf(model)[0].name;             // "labels"; of `article`: "topic.labels"
//
// `article` goes before a head of that name, which is reached as a part of it.
//
// Threads: pure functions.
#ifndef TASNIF_SERVER_INFERENCE_MODEL_H_
#define TASNIF_SERVER_INFERENCE_MODEL_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "labels/model_set.h"

namespace tasnif {

inline constexpr std::string_view kArticleModel = "article";
// Of the set of tensors, for the heads have versions of their own.
inline constexpr std::string_view kArticleVersion = "1";

// Borrows the ModelSet.
struct InferenceModel {
  std::string name;
  std::string version;
  // Sorted by name; of a head, that one.
  std::vector<const HeadModel*> heads;

  bool is_article() const { return name == kArticleModel; }
};

// version: one on disk or an alias; empty means the champion, of `article` its only version.
// NOT_FOUND: no such model or version; near names are suggested. FAILED_PRECONDITION: `article`
// where no head has a champion.
absl::StatusOr<InferenceModel> FindInferenceModel(std::string_view name, std::string_view version,
                                                  const ModelSet& models);

// What may be sent: "text" first, the only one that must be.
struct InputSpec {
  std::string_view name;
  bool is_required = false;
  // [N,T] is possible besides [N] and [N,1].
  bool has_columns = false;
};
absl::Span<const InputSpec> InferenceInputs();

enum class OutputKind {
  // Of a head that labels the whole article.
  kLabels,
  kScores,
  kAbstained,
  kReason,
  // Of stance.
  kTargets,
  kStanceLabels,
  kStanceScores,
  kStanceReason,
  // Of every model.
  kLanguage,
  kError,
};

struct OutputSpec {
  std::string name;
  OutputKind kind = OutputKind::kError;
  // Null: of the article as a whole.
  const HeadModel* head = nullptr;
};
std::vector<OutputSpec> OutputsOf(const InferenceModel& model);

// Of an output: "BYTES", and so on; and its shape, -1 for what a request decides.
std::string_view DatatypeOf(OutputKind kind);
std::vector<int64_t> ShapeOf(OutputKind kind);

}  // namespace tasnif

#endif  // TASNIF_SERVER_INFERENCE_MODEL_H_
