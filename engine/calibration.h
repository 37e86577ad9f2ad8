// engine/calibration.h
//
// Makes probabilities mean what they say: one temperature, fitted on held-out texts, divides all
// logits; the expected calibration error measures what is left.
//
//   TASNIF_ASSIGN_OR_RETURN(Calibration fitted, FitTemperature(logits, classes, labels));
//   Probabilities(model, logits, fitted.temperature, &probabilities);
//
// Threads: pure functions. Cost: about 60 passes over the logits.
// Source: Guo et al. 2017, "On Calibration of Modern Neural Networks", sections 2 and 4.2.
#ifndef TASNIF_ENGINE_CALIBRATION_H_
#define TASNIF_ENGINE_CALIBRATION_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace tasnif {

struct Calibration {
  float temperature = 1.0f;  // above 1: the model was too sure of itself
  double loss_before = 0;    // mean negative log likelihood at temperature 1, in nats
  double loss_after = 0;     // and at `temperature`
};

inline constexpr float kLowestTemperature = 0.05f;
inline constexpr float kHighestTemperature = 20.0f;

// The temperature in [kLowestTemperature, kHighestTemperature] that makes softmax(logits / T) most
// likely.
// logits [documents x classes], row after row; labels [documents], each < classes.
// INVALID_ARGUMENT if there is no document, a shape does not fit, or a logit is not finite.
absl::StatusOr<Calibration> FitTemperature(absl::Span<const float> logits, size_t classes,
                                           absl::Span<const uint32_t> labels);

// Mean distance between how sure and how right, over equally wide bins of sureness, weighted by
// their documents: 0 is perfect, 1 the worst.
// confidences [documents] in 0..1, of the best label; correct [documents], not 0 if it was right.
// bins >= 1. INVALID_ARGUMENT if the lengths differ, are 0, or a confidence is out of range.
absl::StatusOr<double> ExpectedCalibrationError(absl::Span<const float> confidences,
                                                absl::Span<const uint8_t> correct,
                                                size_t bins = 15);

}  // namespace tasnif

#endif  // TASNIF_ENGINE_CALIBRATION_H_
