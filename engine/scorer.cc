#include "engine/scorer.h"

#include <cmath>

#include "base/status.h"

namespace tasnif {
namespace {

// Collects row numbers and adds the rows up batch by batch: by the time a batch is full, the
// prefetches of its first rows have arrived.
class SumSink {
 public:
  SumSink(const CompiledModel& model, Scratch& scratch)
      : table_(model.rows()),
        absent_weight_(model.absent_buckets_count() ? 1 : 0),
        rows_(scratch.rows_),
        sums_(scratch.sums_) {
    sums_.assign(PaddedColumns(table_.columns), 0.0f);
  }

  void Word(uint32_t row, uint32_t rows, size_t) {
    Add(row, true);
    total_ += rows;
  }

  void Bucket(uint32_t row, bool is_stored, size_t, size_t) {
    Add(row, is_stored);
    total_ += is_stored ? 1 : absent_weight_;
  }

  void Flush() {
    AddRows(table_, absl::MakeConstSpan(rows_.data(), pending_), sums_.data());
    pending_ = 0;
  }

  // Number of fastText rows in the mean.
  uint64_t total() const { return total_; }

 private:
  // Which buckets are stored cannot be guessed, so the row is noted in any case, and kept or not.
  void Add(uint32_t row, bool is_kept) {
    __builtin_prefetch(table_.row(row));
    rows_[pending_] = row;
    pending_ += is_kept ? 1 : 0;
    if (pending_ == rows_.size()) Flush();
  }

  const RowTable& table_;
  const uint32_t absent_weight_;  // Of a bucket without a row in the mean.
  std::array<uint32_t, Scratch::kRowBatch>& rows_;
  std::vector<float>& sums_;
  size_t pending_ = 0;
  uint64_t total_ = 0;
};

// From the sums of the rows to logits.
void FinishLogits(const CompiledModel& model, const std::vector<float>& sums, uint64_t total,
                  std::vector<float>* logits) {
  const float share = 1.0f / static_cast<float>(total);
  logits->resize(model.logit_count());
  if (!model.is_hidden_form()) {
    for (size_t i = 0; i < logits->size(); ++i) (*logits)[i] = sums[i] * share;
    return;
  }
  const size_t dim = model.rows().columns;
  for (size_t i = 0; i < logits->size(); ++i) {
    const float* weights = model.output().data() + i * dim;
    float logit = 0;
    for (size_t d = 0; d < dim; ++d) logit += weights[d] * sums[d];
    (*logits)[i] = logit * share;
  }
}

bool AllFinite(const std::vector<float>& values) {
  for (float value : values) {
    if (!std::isfinite(value)) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<Coverage> Score(const CompiledModel& model, const HashedWords& words,
                               Scratch* scratch, std::vector<float>* logits) {
  SumSink sink(model, *scratch);
  const Coverage coverage = FeatureWalk(model, words, scratch->walk_, sink).Run();
  sink.Flush();
  if (sink.total() == 0) {
    return absl::InvalidArgumentError(
        "nothing recognisable: no word, sub-word or n-gram of the text is in the model; send text "
        "in a language the model was trained on");
  }
  FinishLogits(model, scratch->sums_, sink.total(), logits);
  if (!AllFinite(*logits)) {
    return absl::DataLossError(
        "the model gives a score that is not finite; copy the model again or compile it anew");
  }
  return coverage;
}

absl::StatusOr<Coverage> Score(const CompiledModel& model, absl::Span<const std::string_view> words,
                               Scratch* scratch, std::vector<float>* logits) {
  HashWords(words, &scratch->hashed_words());
  return Score(model, scratch->hashed_words(), scratch, logits);
}

void Probabilities(const CompiledModel& model, absl::Span<const float> logits, float temperature,
                   std::vector<float>* probabilities) {
  LogitsToProbabilities(model.loss(), logits, model.tree(), model.label_count(), temperature,
                        probabilities);
}

}  // namespace tasnif
