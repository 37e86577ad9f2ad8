// client/options.h
//
// How a client talks to its servers.
#ifndef TASNIF_CLIENT_OPTIONS_H_
#define TASNIF_CLIENT_OPTIONS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace tasnif {

struct ClientOptions {
  // HOST:PORT of one or more servers; calls take turns.
  std::vector<std::string> addresses;
  // For one call; a Classify() of many articles may make several.
  absl::Duration timeout = absl::Seconds(60);
  // A call carries at most so many articles; not more than the server's own limit.
  size_t max_articles_per_call = 512;
  // And at most so many bytes; not more than the server's own limit.
  size_t max_message_bytes = 64u << 20;
};

}  // namespace tasnif

#endif  // TASNIF_CLIENT_OPTIONS_H_
