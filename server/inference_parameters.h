// server/inference_parameters.h
//
// The parameters of a ModelInferRequest that mean something here.
//
//   TASNIF_ASSIGN_OR_RETURN(auto parameters, ReadInferenceParameters(request.parameters()));
//   parameters.top_k;
//
// Threads: pure function.
#ifndef TASNIF_SERVER_INFERENCE_PARAMETERS_H_
#define TASNIF_SERVER_INFERENCE_PARAMETERS_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/map.h"
#include "inference/tensors.pb.h"

namespace tasnif {

// The best one and 32 alternatives (tasnif.v1.ClassifyOptions.top_k).
inline constexpr size_t kMaxInferenceLabels = 33;
inline constexpr size_t kDefaultInferenceLabels = 3;

struct InferenceParameters {
  // Labels of each article, 1 to kMaxInferenceLabels.
  size_t top_k = kDefaultInferenceLabels;
  // Labels below it are abstained from, in [0, 1].
  double threshold = 0;
  // Waits behind work that is not.
  bool is_bulk = false;
  // From the arrival of the call.
  absl::Duration timeout = absl::InfiniteDuration();
};

using InferParameterMap = google::protobuf::Map<std::string, inference::InferParameter>;

// Names that are not known are passed over: clients add parameters of their own.
// INVALID_ARGUMENT: a known one has another type or is out of range.
absl::StatusOr<InferenceParameters> ReadInferenceParameters(const InferParameterMap& parameters);

// `classification` of a requested output: the number of classes, 0 where it is absent.
// INVALID_ARGUMENT: not a whole number of at least 1.
absl::StatusOr<size_t> ReadClassification(const InferParameterMap& parameters);

}  // namespace tasnif

#endif  // TASNIF_SERVER_INFERENCE_PARAMETERS_H_
