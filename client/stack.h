// client/stack.h
//
// The one place where the parts of the client are put together:
//
//   InFlightLimit     how much may be on its way; waits or refuses
//     ArticleFilter   answers what must not travel
//       Coalescer     joins the articles of many callers
//         Splitter    cuts what no call can carry
//           Retrier   sends failed articles again; request ids
//             UniqueIds     hides ids that are there twice
//               Balancer    chooses a server
//                 one Transport for each server (client/grpc_transport.h; tests have their own)
//
// Knows nothing of gRPC, threads or real time: those come as arguments.
#ifndef TASNIF_CLIENT_STACK_H_
#define TASNIF_CLIENT_STACK_H_

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "client/in_flight_limit.h"
#include "client/options.h"
#include "client/retry_policy.h"
#include "client/statistics.h"
#include "client/timer.h"
#include "client/transport.h"

namespace tasnif {

// All must outlive the stack, but for the timer: it ends when the stack is idle, before the stack.
struct StackTools {
  const Clock& clock;
  Timer& timer;
  RandomSource random;
  StatisticsCounters& counters;
  // For request ids; different for each client.
  std::string id_prefix;
};

// servers: at least one.
std::unique_ptr<InFlightLimit> MakeStack(const ClientOptions& options, const StackTools& tools,
                                         std::vector<std::unique_ptr<Transport>> servers);

}  // namespace tasnif

#endif  // TASNIF_CLIENT_STACK_H_
