// client/options.h
//
// How a client talks to its servers.
#ifndef TASNIF_CLIENT_OPTIONS_H_
#define TASNIF_CLIENT_OPTIONS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "client/coalescer.h"
#include "client/endpoint_health.h"
#include "client/in_flight_limit.h"
#include "client/retry_policy.h"

namespace tasnif {

struct ClientOptions {
  // HOST:PORT of one or more servers, or a name that stands for several: `dns:///HOST:PORT`.
  std::vector<std::string> addresses;
  // How long an article may take: the wait for room, every attempt, and the pauses between them.
  // Also of every other call.
  absl::Duration timeout = absl::Seconds(60);
  // A call carries at most so many articles; not more than the server's own limit.
  size_t max_articles_per_call = 512;
  // And at most so many bytes; where the server's own limit is lower, halves are sent instead.
  size_t max_message_bytes = 64u << 20;

  // When articles of different callers share a call.
  CoalesceOptions coalesce;
  // How much may be on its way.
  InFlightLimits in_flight;
  // What an asynchronous call does where that is reached: fail at once with RESOURCE_EXHAUSTED, or
  // wait. A call that waits must not be made from a callback.
  bool fails_fast = false;
  RetryOptions retry;
  // When a server that failed is tried again.
  EndpointHealthOptions health;
};

}  // namespace tasnif

#endif  // TASNIF_CLIENT_OPTIONS_H_
