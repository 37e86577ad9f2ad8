#include "server/inference_parameters.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>

#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace tasnif {
namespace {

using inference::InferParameter;

const InferParameter* Find(const InferParameterMap& parameters, const char* name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? nullptr : &found->second;
}

struct Range {
  int64_t least;
  int64_t most;
};

// Clients differ in whether whole numbers are signed. Nothing where there is no such parameter.
absl::StatusOr<std::optional<int64_t>> WholeNumber(const InferParameterMap& parameters,
                                                   const char* name, const Range& range) {
  const InferParameter* parameter = Find(parameters, name);
  if (parameter == nullptr) return std::nullopt;
  const bool is_unsigned = parameter->parameter_choice_case() == InferParameter::kUint64Param;
  if (!is_unsigned && parameter->parameter_choice_case() != InferParameter::kInt64Param) {
    return absl::InvalidArgumentError(
        absl::StrCat("parameter '", name, "' must be a whole number, in int64_param"));
  }
  constexpr uint64_t kMost = std::numeric_limits<int64_t>::max();
  const int64_t value = is_unsigned
                            ? static_cast<int64_t>(std::min(parameter->uint64_param(), kMost))
                            : parameter->int64_param();
  if (value >= range.least && value <= range.most) return value;
  return absl::InvalidArgumentError(absl::StrCat("parameter '", name, "' is ", value, ", expected ",
                                                 range.least, " to ", range.most));
}

absl::StatusOr<double> Threshold(const InferParameterMap& parameters) {
  const InferParameter* parameter = Find(parameters, "threshold");
  if (parameter == nullptr) return 0.0;
  if (parameter->parameter_choice_case() != InferParameter::kDoubleParam) {
    return absl::InvalidArgumentError("parameter 'threshold' must be a number, in double_param");
  }
  const double value = parameter->double_param();
  if (value >= 0 && value <= 1) return value;
  return absl::InvalidArgumentError(
      absl::StrCat("parameter 'threshold' is ", value, ", expected 0 to 1"));
}

constexpr int64_t kAnyNumber = std::numeric_limits<int64_t>::max();

}  // namespace

absl::StatusOr<InferenceParameters> ReadInferenceParameters(const InferParameterMap& parameters) {
  InferenceParameters read;
  TASNIF_ASSIGN_OR_RETURN(const auto top_k,
                          WholeNumber(parameters, "top_k", {1, kMaxInferenceLabels}));
  if (top_k.has_value()) read.top_k = static_cast<size_t>(*top_k);
  TASNIF_ASSIGN_OR_RETURN(read.threshold, Threshold(parameters));
  TASNIF_ASSIGN_OR_RETURN(const auto priority,
                          WholeNumber(parameters, "priority", {0, kAnyNumber}));
  // 0 is the default, 1 the highest.
  read.is_bulk = priority.value_or(0) > 1;
  TASNIF_ASSIGN_OR_RETURN(const auto timeout, WholeNumber(parameters, "timeout", {0, kAnyNumber}));
  if (timeout.value_or(0) > 0) read.timeout = absl::Microseconds(*timeout);
  return read;
}

absl::StatusOr<size_t> ReadClassification(const InferParameterMap& parameters) {
  TASNIF_ASSIGN_OR_RETURN(const auto classes,
                          WholeNumber(parameters, "classification", {1, kAnyNumber}));
  return static_cast<size_t>(classes.value_or(0));
}

}  // namespace tasnif
