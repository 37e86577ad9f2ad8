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

#include <string>
#include <string_view>
#include <vector>

#include "labels/labeller.h"
#include "labels/stance_words.h"

namespace tasnif {

inline constexpr std::string_view kStanceHead = "stance";

// Sentences that an answer quotes.
inline constexpr size_t kMaxEvidence = 5;

// Logits of an article from those of its pieces, in text order: their mean, the k-th with weight
// 1/k, plus priors[i] * (1 - 1/n) for logit i. pieces: [n][labels], n > 0; priors: [labels]. Pure.
// News says first what matters; labelled sentences are otherwise divided than whole articles.
std::vector<float> AggregateStance(const std::vector<std::vector<float>>& pieces,
                                   const std::vector<float>& priors);

// Calibrates probabilities: each to the power of 1 / temperature, then all divided by their sum, so
// that they add up to 1 also where the model judges each label for itself (one-vs-all). For softmax
// the same as dividing the logits by the temperature (> 0), and what train/calibrate.h fits. Pure.
void TemperShares(float temperature, std::vector<float>* probabilities);

// Moves probabilities as offsets on their logits would: each times e^offset, then divided by their
// sum. offsets: [labels], or empty for none. Pure.
void ShiftShares(const std::vector<float>& offsets, std::vector<float>* probabilities);

// Of the language, else of all others together; null where the calibration has none.
const v1::LabelOffsets* LabelOffsetsOf(const v1::Calibration& calibration,
                                       const std::string& language);

// Offsets of a language under a bundle's calibration, by the labels' numbers; empty where there are
// none.
std::vector<float> OffsetsFor(const v1::Calibration& calibration, const std::string& language,
                              const std::vector<std::string>& labels);

// Fills everything of StancePrediction. Never fails. The label is `undetermined`, with its reason:
//   no_mention            the body does not name the target, and the model does not know it; where
//                         the body is short (kShortTextWords), the probabilities are there
//   unsupported_language  the model was not trained for it
//   low_margin            the best probability is below the bundle's threshold
//   unknown_target        the model is a target pack (labels/stance_packs.h) for other targets
// Evidence: the sentences that mention the target, those that speak most for the best label first,
// at most kMaxEvidence; for a known target without a mention, a short body as a whole.
void PredictStance(const HeadModel& model, const LabelPlan& plan, const TargetMentions& target,
                   LabelScratch* scratch, v1::StancePrediction* out);

}  // namespace tasnif

#endif  // TASNIF_LABELS_STANCE_H_
