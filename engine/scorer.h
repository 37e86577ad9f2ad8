// engine/scorer.h
//
// Scores one document with a compiled model.
//
//   Scratch scratch;                                     // one per worker, reused
//   std::vector<float> logits, probabilities;
//   HashWords(words, &scratch.hashed_words());
//   TASNIF_ASSIGN_OR_RETURN(Coverage coverage,
//                           Score(model, scratch.hashed_words(), &scratch, &logits));
//   Probabilities(model, logits, /*temperature=*/1.0f, &probabilities);
//
// Threads: models are shared; one Scratch per thread.
// Cost: one row of `columns` numbers per known word, per word n-gram, and per sub-word of unknown
// words; no allocation once the buffers have grown.
// Source: Joulin et al. 2016, "Bag of Tricks for Efficient Text Classification", section 2.
#ifndef TASNIF_ENGINE_SCORER_H_
#define TASNIF_ENGINE_SCORER_H_

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/compiled_model.h"
#include "engine/feature_walk.h"
#include "engine/hashed_words.h"

namespace tasnif {

// Working memory; its contents mean nothing between calls.
class Scratch {
 public:
  Scratch() = default;
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  // A place for the caller's hashed document, so that it is reused too. Score() and Explain() do
  // not write it when they are given it.
  HashedWords& hashed_words() { return hashed_words_; }

  // --- For engine/ only. ---
  static constexpr size_t kRowBatch = 1024;

  HashedWords hashed_words_;
  WalkBuffers walk_;
  std::array<uint32_t, kRowBatch> rows_;
  std::vector<float> sums_;
  std::vector<float> weights_;
  std::vector<PathStep> path_;
};

// Overwrites logits: [logit_count] one per label, or per inner node of the label tree for
// hierarchical softmax. Equals ReferenceScore, up to the precision of the rows.
// INVALID_ARGUMENT  nothing recognisable: no word, sub-word or n-gram of the text is in the model.
// DATA_LOSS         the model holds NaN or infinity (only a file made to harm does).
absl::StatusOr<Coverage> Score(const CompiledModel& model, const HashedWords& words,
                               Scratch* scratch, std::vector<float>* logits);

// Hashes first, into scratch->hashed_words(). words: tokens without white space.
absl::StatusOr<Coverage> Score(const CompiledModel& model, absl::Span<const std::string_view> words,
                               Scratch* scratch, std::vector<float>* logits);

// Overwrites probabilities [label_count]; see LogitsToProbabilities in engine/loss.h. Of softmax
// and hierarchical softmax they add up to 1; of the others each stands for itself.
// temperature > 0; 1 leaves the model's own probabilities.
void Probabilities(const CompiledModel& model, absl::Span<const float> logits, float temperature,
                   std::vector<float>* probabilities);

}  // namespace tasnif

#endif  // TASNIF_ENGINE_SCORER_H_
