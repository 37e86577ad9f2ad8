// labels/stance.h
//
// Stance towards a target: the sentences that mention it are masked, scored one by one and summed
// up; what is below the threshold, or has no mention, is `undetermined`.
//
//   PredictStance(*model, plan, target, scratch, prediction.add_stance());
//
// Threads: pure but for the scratch. Cost: linear in the sentences that mention the target.
#ifndef TASNIF_LABELS_STANCE_H_
#define TASNIF_LABELS_STANCE_H_

#include <string_view>
#include <vector>

#include "labels/labeller.h"
#include "labels/stance_words.h"

namespace tasnif {

inline constexpr std::string_view kStanceHead = "stance";

// Sentences that an answer quotes.
inline constexpr size_t kMaxEvidence = 5;

// Logits of an article from those of its pieces: their mean, with neutral_prior * (1 - 1/n) added
// to logit `neutral` (none where neutral is out of range). pieces: [n][labels], n > 0. Pure. Why
// the prior: of many sentences that mention somebody most report, so that a whole article is
// neutral more often than a sentence chosen for being labelled.
std::vector<float> AggregateStance(const std::vector<std::vector<float>>& pieces, size_t neutral,
                                   float neutral_prior);

// Calibrates probabilities: each to the power of 1 / temperature, then all divided by their sum, so
// that they add up to 1 also where the model judges each label for itself (one-vs-all). For softmax
// the same as dividing the logits by the temperature (> 0), and what train/calibrate.h fits. Pure.
void TemperShares(float temperature, std::vector<float>* probabilities);

// Fills everything of StancePrediction. Never fails. The label is `undetermined`, with its reason:
//   no_mention            the body does not name the target, and the model does not know it; where
//                         the body is short (kShortTextWords), the probabilities are there
//   unsupported_language  the model was not trained for it
//   low_margin            the best probability is below the bundle's threshold
// Evidence: the sentences that mention the target, those that speak most for the best label first,
// at most kMaxEvidence; for a known target without a mention, a short body as a whole.
void PredictStance(const HeadModel& model, const LabelPlan& plan, const TargetMentions& target,
                   LabelScratch* scratch, v1::StancePrediction* out);

}  // namespace tasnif

#endif  // TASNIF_LABELS_STANCE_H_
