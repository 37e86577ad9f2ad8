// engine/reference_scorer.h
//
// The plain scorer over a fastText model as read from its file: slow, obvious, in double. It is the
// yardstick for engine/scorer.h, and the way to look into a model that is not compiled.
//
//   TASNIF_RETURN_IF_ERROR(ReferenceScore(model, words, &logits));
//   ReferenceProbabilities(model, logits, 1.0f, &probabilities);    // [label_count]
//
// Threads: pure functions; they allocate.
// Cost: O(rows read * dim + labels * dim).
// Source: Joulin et al. 2016, "Bag of Tricks for Efficient Text Classification", section 2.
#ifndef TASNIF_ENGINE_REFERENCE_SCORER_H_
#define TASNIF_ENGINE_REFERENCE_SCORER_H_

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "engine/fasttext_model.h"

namespace tasnif {

// words: tokens without white space. Overwrites logits: one per label, or for hierarchical softmax
// one per inner node of the tree (at least one). Equals what libfasttext computes for the words
// joined by blanks and closed by a newline.
// INVALID_ARGUMENT if no word, sub-word or n-gram of the document has a row in the model.
absl::Status ReferenceScore(const FastTextModel& model, absl::Span<const std::string_view> words,
                            std::vector<float>* logits);

// See LogitsToProbabilities in engine/loss.h.
void ReferenceProbabilities(const FastTextModel& model, absl::Span<const float> logits,
                            float temperature, std::vector<float>* probabilities);

}  // namespace tasnif

#endif  // TASNIF_ENGINE_REFERENCE_SCORER_H_
