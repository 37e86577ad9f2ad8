#include "engine/calibration.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace tasnif {
namespace {

// Loss of one document and its slope, as functions of b = 1 / temperature.
struct Point {
  double loss = 0;
  double slope = 0;
};

Point PointOf(absl::Span<const float> logits, uint32_t label, double b) {
  const double largest = *std::max_element(logits.begin(), logits.end());
  double total = 0;
  double weighted = 0;
  for (float logit : logits) {
    const double weight = std::exp(b * (logit - largest));
    total += weight;
    weighted += weight * logit;
  }
  return {std::log(total) + b * (largest - logits[label]), weighted / total - logits[label]};
}

Point MeanPoint(absl::Span<const float> logits, size_t classes, absl::Span<const uint32_t> labels,
                double b) {
  Point mean;
  for (size_t i = 0; i < labels.size(); ++i) {
    const Point point = PointOf(logits.subspan(i * classes, classes), labels[i], b);
    mean.loss += point.loss;
    mean.slope += point.slope;
  }
  mean.loss /= static_cast<double>(labels.size());
  mean.slope /= static_cast<double>(labels.size());
  return mean;
}

absl::Status CheckShapes(absl::Span<const float> logits, size_t classes,
                         absl::Span<const uint32_t> labels) {
  if (labels.empty() || classes == 0 || logits.size() / classes != labels.size() ||
      logits.size() % classes != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("calibration: expected labels.size() * classes logits and at least one "
                     "document, found ",
                     logits.size(), " logits, ", classes, " classes, ", labels.size(), " labels"));
  }
  for (uint32_t label : labels) {
    if (label < classes) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("calibration: label ", label, " of only ", classes, " classes"));
  }
  for (float logit : logits) {
    if (std::isfinite(logit)) continue;
    return absl::InvalidArgumentError("calibration: a logit is not finite; score again");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Calibration> FitTemperature(absl::Span<const float> logits, size_t classes,
                                           absl::Span<const uint32_t> labels) {
  TASNIF_RETURN_IF_ERROR(CheckShapes(logits, classes, labels));
  // The loss is convex in b, so its slope crosses zero once: halve the interval around that.
  double low = 1.0 / kHighestTemperature;
  double high = 1.0 / kLowestTemperature;
  for (int i = 0; i < 50; ++i) {
    const double middle = std::sqrt(low * high);
    (MeanPoint(logits, classes, labels, middle).slope > 0 ? high : low) = middle;
  }
  Calibration result;
  result.temperature = static_cast<float>(1.0 / std::sqrt(low * high));
  result.loss_before = MeanPoint(logits, classes, labels, 1.0).loss;
  result.loss_after = MeanPoint(logits, classes, labels, 1.0 / result.temperature).loss;
  return result;
}

absl::StatusOr<double> ExpectedCalibrationError(absl::Span<const float> confidences,
                                                absl::Span<const uint8_t> correct, size_t bins) {
  if (confidences.empty() || confidences.size() != correct.size() || bins == 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "calibration error: expected as many confidences as outcomes, at least one, and a bin; "
        "found ",
        confidences.size(), ", ", correct.size(), " and ", bins, " bins"));
  }
  std::vector<double> surplus(bins);  // sum of confidence - correctness
  for (size_t i = 0; i < confidences.size(); ++i) {
    const double confidence = confidences[i];
    if (!(confidence >= 0 && confidence <= 1)) {
      return absl::InvalidArgumentError(absl::StrCat("calibration error: confidence ", confidence,
                                                     " of document ", i, " is not in 0..1"));
    }
    const size_t bin = static_cast<size_t>(confidence * static_cast<double>(bins));
    surplus[std::min(bin, bins - 1)] += confidence - (correct[i] != 0 ? 1.0 : 0.0);
  }
  double error = 0;
  for (double value : surplus) error += std::abs(value);
  return error / static_cast<double>(confidences.size());
}

}  // namespace tasnif
