#include "engine/reference_scorer.h"

#include <algorithm>

#include "engine/features.h"

namespace tasnif {

absl::Status ReferenceScore(const FastTextModel& model, absl::Span<const std::string_view> words,
                            std::vector<float>* logits) {
  Features features;
  ComputeFeatures(model, words, &features);
  if (features.list.empty()) {
    return absl::InvalidArgumentError(
        "nothing recognisable: no word, sub-word or n-gram of the text is in the model; send text "
        "in a language the model was trained on");
  }
  std::vector<double> hidden(model.dim());
  const double share = 1.0 / static_cast<double>(features.list.size());
  for (const Feature& feature : features.list) {
    model.input().AddRow(feature.row, share, hidden.data());
  }
  const uint32_t labels = model.label_count();
  const bool is_tree = model.loss() == LossKind::kHierarchical;
  const uint32_t columns = is_tree ? std::max(labels, 2u) - 1 : labels;
  logits->assign(columns, 0.0f);
  std::vector<double> weights(model.dim());
  for (uint32_t column = 0; column < columns; ++column) {
    std::fill(weights.begin(), weights.end(), 0.0);
    model.output().AddRow(column, 1.0, weights.data());
    double logit = 0;
    for (size_t i = 0; i < weights.size(); ++i) logit += weights[i] * hidden[i];
    (*logits)[column] = static_cast<float>(logit);
  }
  return absl::OkStatus();
}

void ReferenceProbabilities(const FastTextModel& model, absl::Span<const float> logits,
                            float temperature, std::vector<float>* probabilities) {
  LogitsToProbabilities(model.loss(), logits, model.tree().inner, model.label_count(), temperature,
                        probabilities);
}

}  // namespace tasnif
