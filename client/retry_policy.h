// client/retry_policy.h
//
// Which articles are sent again, and when. Pure functions over values.
//
//   if (IsRetriable(outcome, attempts)) wait = RetryWait(options, attempts, outcome, random());
//
// Source: "Exponential backoff and jitter" (full jitter, Brooker 2015); gRFC A6 for push-back.
#ifndef TASNIF_CLIENT_RETRY_POLICY_H_
#define TASNIF_CLIENT_RETRY_POLICY_H_

#include <cstddef>
#include <functional>

#include "absl/time/time.h"
#include "client/retry_budget.h"
#include "client/transport.h"

namespace tasnif {

// Evenly from [0, 1). Thread-safe.
using RandomSource = std::function<double()>;

struct RetryOptions {
  // Of one article, the first one included. 1: no retries.
  size_t max_attempts = 8;
  // Before the first retry; it doubles with each further one. The wait itself is drawn evenly from
  // half of that to all of it.
  absl::Duration initial_backoff = absl::Milliseconds(50);
  absl::Duration max_backoff = absl::Seconds(5);
  RetryBudgetOptions budget;
};

// attempts: made so far, at least 1. True for:
//   UNAVAILABLE            of the call or the article: always
//   RESOURCE_EXHAUSTED     of a call that brings a time to come back; of an article always
//   INTERNAL, UNKNOWN      of a call, once
//   DEADLINE_EXCEEDED      of a call: it may have ended with the deadline of another article
// and never where the server asks for no retry.
bool IsRetriable(const TransportOutcome& outcome, size_t attempts);

// How long to wait before attempt `attempts` + 1: the backoff, or what the server asks for,
// whatever is longer. draw: from [0, 1).
absl::Duration RetryWait(const RetryOptions& options, size_t attempts,
                         const TransportOutcome& outcome, double draw);

}  // namespace tasnif

#endif  // TASNIF_CLIENT_RETRY_POLICY_H_
