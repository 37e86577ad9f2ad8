// client/channel.h
//
// The one place where a connection to a server is made, and where what every call carries is set.
//
//   auto channel = MakeChannel(options, "dns:///labels.example:8500", Watch::kHealth);
//   grpc::ClientContext context;
//   PrepareContext(options, deadline, &context);
//
// A channel connects by itself, again and again, and takes the addresses of a name in turn. One
// that watches health leaves out those that say NOT_SERVING. Keepalive finds a peer that went away
// without a word.
#ifndef TASNIF_CLIENT_CHANNEL_H_
#define TASNIF_CLIENT_CHANNEL_H_

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "client/options.h"

namespace tasnif {

enum class Watch {
  kNothing,  // For questions to a server that may not be ready.
  kHealth,   // Calls fail at once while no address serves.
};

// Does not connect yet.
std::shared_ptr<grpc::Channel> MakeChannel(const ClientOptions& options, const std::string& address,
                                           Watch watch);

// time_left: until the call must have ended; absl::InfiniteDuration() for no limit.
void PrepareContext(const ClientOptions& options, absl::Duration time_left,
                    grpc::ClientContext* context);

}  // namespace tasnif

#endif  // TASNIF_CLIENT_CHANNEL_H_
