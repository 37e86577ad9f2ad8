// train/calibrate.h
//
// Temperature and abstention from what a model without them says of dev. Pure.
//
//   v1::Calibration calibration = FitCalibration(recipe.calibration, form, dev);
//   Outcome honest = Recalibrated(dev[0], form, calibration);
//
// The probabilities that serving gives hold the logits (of softmax but for a constant), so that no
// second path to them is needed.
// Source: Guo et al. 2017, "On Calibration of Modern Neural Networks", section 4.2.
#ifndef TASNIF_TRAIN_CALIBRATE_H_
#define TASNIF_TRAIN_CALIBRATE_H_

#include <string>
#include <vector>

#include "train/metrics.h"
#include "train/recipe.h"

namespace tasnif {

// How logits become probabilities.
enum class ProbabilityForm {
  kSoftmax,
  kSigmoid,  // One-vs-all and negative sampling: each label for itself.
  kTree,     // Hierarchical softmax: temperature 1 is kept, for its logits are not the labels'.
};
// The form that serving gives: stance is always shares of one (labels/stance.h: TemperShares),
// which behave like a softmax.
ProbabilityForm FormOf(v1::HeadKind kind, const std::string& loss);

// outcomes: with probabilities, at temperature 1. Those without any, or with a label that the model
// does not know, are left out. No outcome: temperature 1. Offsets (train/label_offsets.h) come
// first, where the recipe asks for them.
v1::Calibration FitCalibration(const CalibrationRecipe& recipe, ProbabilityForm form,
                               const std::vector<Outcome>& outcomes);

// The outcome as it would have been under `calibration`. Its label changes by offsets alone.
Outcome Recalibrated(const Outcome& outcome, ProbabilityForm form,
                     const v1::Calibration& calibration);

// Thresholds as the recipe says. outcomes: dev, calibrated.
v1::Abstention ChooseAbstention(const AbstentionRecipe& recipe,
                                const std::vector<Outcome>& outcomes);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_CALIBRATE_H_
