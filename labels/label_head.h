// labels/label_head.h
//
// A head that gives one label to the whole article: topic, source_type, language or any other
// bundle of kind LABEL. Nothing here knows a label by name.
#ifndef TASNIF_LABELS_LABEL_HEAD_H_
#define TASNIF_LABELS_LABEL_HEAD_H_

#include "labels/labeller.h"

namespace tasnif {

// Scores scratch->text under `model` and fills label, probability, alternatives, abstention, model
// and, where plan.explain, the explanation. Never fails: an article without a known word abstains
// with `out_of_vocabulary`.
void PredictLabel(const HeadModel& model, const LabelPlan& plan, LabelScratch* scratch,
                  v1::LabelPrediction* out);

// Temperature of a language under a bundle's calibration; 1 where none is set.
float TemperatureFor(const v1::Calibration& calibration, std::string_view language);

// Reason to abstain, or "" where the answer stands. Pure.
//   probability  calibrated, of the best label
//   words        number of words read; known_share of them in the vocabulary, in [0, 1]
std::string AbstentionReason(const v1::Abstention& abstention, float probability, size_t words,
                             float known_share);

}  // namespace tasnif

#endif  // TASNIF_LABELS_LABEL_HEAD_H_
