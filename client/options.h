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

// How a server is known, and this client to it.
struct ClientTls {
  // TLS with the system's authorities; on in any case where one of the files is named.
  bool is_wanted = false;
  // PEM: who signs certificates of servers. Empty: the system's authorities.
  std::string authorities_path;
  // PEM, for servers that ask for a certificate: the own one, then those between it and the root;
  // and its key, without a pass phrase. Both or neither.
  std::string certificate_path;
  std::string key_path;

  bool is_on() const { return is_wanted || !authorities_path.empty() || !certificate_path.empty(); }
};

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

  // Off unless asked for. The files are read by Client::Connect().
  ClientTls tls = {};
  // Sent with every call, as `authorization: Bearer TOKEN`; empty: none.
  std::string token = {};
  // Without it, a token goes over TLS, or to this machine.
  bool allow_plaintext_token = false;
};

}  // namespace tasnif

#endif  // TASNIF_CLIENT_OPTIONS_H_
