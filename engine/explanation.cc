#include "engine/explanation.h"

#include <algorithm>
#include <cmath>

#include "base/status.h"

namespace tasnif {
namespace {

// Adds factor * (the row of a label or inner node of the output) to the weights of the columns.
void AddLogitWeights(const CompiledModel& model, uint32_t logit, float factor,
                     std::vector<float>* weights) {
  if (!model.is_hidden_form()) {
    (*weights)[logit] += factor;
    return;
  }
  const size_t dim = model.rows().columns;
  const float* row = model.output().data() + logit * dim;
  for (size_t d = 0; d < dim; ++d) (*weights)[d] += factor * row[d];
}

// What one column of a row is worth for the label.
void ComputeWeights(const CompiledModel& model, uint32_t label, Baseline baseline,
                    Scratch* scratch) {
  scratch->weights_.assign(model.rows().columns, 0.0f);
  if (baseline == Baseline::kMeanLabel) {
    const float share = -1.0f / static_cast<float>(model.label_count());
    for (uint32_t i = 0; i < model.label_count(); ++i) {
      AddLogitWeights(model, i, share, &scratch->weights_);
    }
  }
  if (model.loss() != LossKind::kHierarchical) {
    return AddLogitWeights(model, label, 1.0f, &scratch->weights_);
  }
  PathOf(model.tree(), model.label_count(), label, &scratch->path_);
  for (const PathStep& step : scratch->path_) {
    AddLogitWeights(model, step.column, step.goes_right ? 1.0f : -1.0f, &scratch->weights_);
  }
}

class ContributionSink {
 public:
  ContributionSink(const CompiledModel& model, Scratch& scratch,
                   std::vector<WordContribution>* parts)
      : model_(model), table_(model.rows()), scratch_(scratch), parts_(parts) {
    scratch_.sums_.assign(PaddedColumns(table_.columns), 0.0f);
    parts_->clear();
  }

  void Word(uint32_t row, uint32_t rows, size_t token) {
    total_ += rows;
    AddPart(row, token, 1);
  }

  void Bucket(uint32_t row, bool is_stored, size_t first_token, size_t tokens) {
    total_ += is_stored || model_.absent_buckets_count() ? 1 : 0;
    if (is_stored) AddPart(row, first_token, tokens);
  }

  uint64_t total() const { return total_; }

 private:
  void AddPart(uint32_t row, size_t first_token, size_t tokens) {
    const uint32_t first = static_cast<uint32_t>(first_token);
    const uint32_t count = static_cast<uint32_t>(tokens);
    const float worth = Worth(row);
    const bool continues_word = !parts_->empty() && parts_->back().first_word == first &&
                                parts_->back().word_count == count;
    if (continues_word) {
      parts_->back().logit += worth;
    } else {
      parts_->push_back({first, count, worth});
    }
  }

  float Worth(uint32_t row) {
    std::fill(scratch_.sums_.begin(), scratch_.sums_.end(), 0.0f);
    AddRows(table_, absl::MakeConstSpan(&row, 1), scratch_.sums_.data());
    float worth = 0;
    for (uint32_t i = 0; i < table_.columns; ++i) worth += scratch_.weights_[i] * scratch_.sums_[i];
    return worth;
  }

  const CompiledModel& model_;
  const RowTable& table_;
  Scratch& scratch_;
  std::vector<WordContribution>* parts_;
  uint64_t total_ = 0;
};

}  // namespace

absl::StatusOr<float> Explain(const CompiledModel& model, const HashedWords& words, uint32_t label,
                              Scratch* scratch, std::vector<WordContribution>* parts,
                              Baseline baseline) {
  if (baseline == Baseline::kMeanLabel && model.loss() != LossKind::kSoftmax) {
    return absl::InvalidArgumentError(
        "the mean of all labels is a baseline for softmax only; explain against zero");
  }
  ComputeWeights(model, label, baseline, scratch);
  ContributionSink sink(model, *scratch, parts);
  FeatureWalk(model, words, scratch->walk_, sink).Run();
  if (sink.total() == 0) {
    return absl::InvalidArgumentError(
        "nothing recognisable: no word, sub-word or n-gram of the text is in the model; send text "
        "in a language the model was trained on");
  }
  const float share = 1.0f / static_cast<float>(sink.total());
  double sum = 0;
  for (WordContribution& part : *parts) {
    part.logit *= share;
    sum += part.logit;
  }
  if (!std::isfinite(sum)) {
    return absl::DataLossError(
        "the model gives a score that is not finite; copy the model again or compile it anew");
  }
  return static_cast<float>(sum);
}

}  // namespace tasnif
