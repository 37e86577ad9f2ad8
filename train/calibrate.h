// train/calibrate.h
//
// Temperature and abstention from what a model without them says of dev. Pure.
//
//   v1::Calibration calibration = FitCalibration(recipe.calibration, dev);
//   Outcome honest = Recalibrated(dev[0], calibration);
//
// The logarithm of a softmax probability is its logit but for a constant, so that no second path to
// the logits is needed. Meant for softmax models only; others keep temperature 1.
// Source: Guo et al. 2017, "On Calibration of Modern Neural Networks", section 4.2.
#ifndef TASNIF_TRAIN_CALIBRATE_H_
#define TASNIF_TRAIN_CALIBRATE_H_

#include <vector>

#include "train/metrics.h"
#include "train/recipe.h"

namespace tasnif {

// outcomes: with probabilities, at temperature 1. Those without any, or with a label that the model
// does not know, are left out. No outcome: temperature 1.
v1::Calibration FitCalibration(const CalibrationRecipe& recipe,
                               const std::vector<Outcome>& outcomes);

// The outcome as it would have been under `calibration`: probabilities and probability change, the
// label does not.
Outcome Recalibrated(const Outcome& outcome, const v1::Calibration& calibration);

// Thresholds as the recipe says. outcomes: dev, calibrated.
v1::Abstention ChooseAbstention(const AbstentionRecipe& recipe,
                                const std::vector<Outcome>& outcomes);

// The temperature under which the true labels are most likely (engine/calibration.h); 1 for none.
float TemperatureOf(const std::vector<const Outcome*>& outcomes);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_CALIBRATE_H_
