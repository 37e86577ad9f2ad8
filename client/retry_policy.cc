#include "client/retry_policy.h"

#include <algorithm>
#include <cmath>

namespace tasnif {
namespace {

bool IsRetriableStatus(absl::StatusCode code, bool has_pushback, size_t attempts) {
  switch (code) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return true;
    case absl::StatusCode::kResourceExhausted:
      return has_pushback;
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
      return attempts == 1;
    default:
      return false;
  }
}

}  // namespace

bool IsRetriable(const TransportOutcome& outcome, size_t attempts) {
  if (outcome.retry_after && *outcome.retry_after < absl::ZeroDuration()) return false;
  if (!outcome.result.ok()) {
    return IsRetriableStatus(outcome.result.status().code(), outcome.retry_after.has_value(),
                             attempts);
  }
  if (!outcome.result->has_error()) return false;
  const v1::ErrorCode code = outcome.result->error().code();
  return code == v1::ERROR_CODE_UNAVAILABLE || code == v1::ERROR_CODE_RESOURCE_EXHAUSTED;
}

absl::Duration RetryWait(const RetryOptions& options, size_t attempts,
                         const TransportOutcome& outcome, double draw) {
  const double growth = std::pow(2.0, static_cast<double>(std::min<size_t>(attempts, 60)) - 1);
  const absl::Duration backoff = std::min(options.initial_backoff * growth, options.max_backoff);
  return std::max(backoff * (0.5 + draw / 2), outcome.retry_after.value_or(absl::ZeroDuration()));
}

}  // namespace tasnif
