// server/retry_after.h
//
// When a refused call may come back, carried inside the status that refuses it, so that every front
// can tell its client in its own way: gRPC as the trailer `grpc-retry-pushback-ms`, HTTP as the
// header Retry-After.
//
//   absl::Status refusal = WithRetryAfter(absl::ResourceExhaustedError("full"), absl::Seconds(1));
//   RetryAfter(refusal);              // 1s
//   RetryAfter(absl::OkStatus());     // nothing
//
// Threads: pure functions.
#ifndef TASNIF_SERVER_RETRY_AFTER_H_
#define TASNIF_SERVER_RETRY_AFTER_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace tasnif {

// status: not OK. after: rounded up to whole milliseconds, at least 1.
absl::Status WithRetryAfter(absl::Status status, absl::Duration after);

// Nothing where the status does not say.
std::optional<absl::Duration> RetryAfter(const absl::Status& status);

}  // namespace tasnif

#endif  // TASNIF_SERVER_RETRY_AFTER_H_
