// engine/explanation.h
//
// Why a label got its score: how much each word and each word n-gram added to the logit. The model
// is linear, so the parts add up to the whole; nothing is estimated.
//
//   std::vector<WordContribution> parts;
//   TASNIF_ASSIGN_OR_RETURN(float logit, Explain(model, hashed, label, &scratch, &parts));
//   // "goal" +0.81, "first goal" +0.35, ...
//
// Threads: as engine/scorer.h. Cost: as scoring, times the columns; `parts` grows as needed.
#ifndef TASNIF_ENGINE_EXPLANATION_H_
#define TASNIF_ENGINE_EXPLANATION_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/compiled_model.h"
#include "engine/scorer.h"

namespace tasnif {

struct WordContribution {
  // Tokens first_word .. first_word + word_count - 1 of the document, which number the end-of-line
  // token last (words.size() - 1 in HashedWords). Tokens that the model skips ("__label__…") may
  // lie inside an n-gram's range without being part of it; then the range is longer.
  uint32_t first_word;
  uint32_t word_count;  // 1: the word with all its sub-words; n: a word n-gram
  float logit;          // added to the label's logit; negative speaks against it
};

// What a label is measured against.
enum class Baseline {
  kZero,
  // The mean of all labels. Softmax does not change where every logit grows by the same, so what a
  // word adds to all labels alike, as function words do, explains nothing. Only for softmax.
  kMeanLabel,
};

// Overwrites `parts` with one entry for each word or n-gram that has a row in the model, words
// first, in the order of the text. Returns the sum of the parts, which equals the label's logit
// from Score(), less the mean of all logits under kMeanLabel, within 1e-4; for hierarchical
// softmax, where a label has no logit of its own, the sum of the logits along its path, each with
// the sign of the branch taken. label < label_count(). INVALID_ARGUMENT: also kMeanLabel for
// another loss. INVALID_ARGUMENT and DATA_LOSS as Score().
absl::StatusOr<float> Explain(const CompiledModel& model, const HashedWords& words, uint32_t label,
                              Scratch* scratch, std::vector<WordContribution>* parts,
                              Baseline baseline = Baseline::kZero);

}  // namespace tasnif

#endif  // TASNIF_ENGINE_EXPLANATION_H_
