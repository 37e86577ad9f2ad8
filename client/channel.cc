#include "client/channel.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/support/channel_arguments.h>

#include <chrono>

#include "client/credentials.h"

namespace tasnif {
namespace {

// The channel watches the health of each of its addresses and leaves out those that do not serve.
// A server without a health service counts as serving. Retries are the Retrier's.
constexpr char kServiceConfig[] = R"({
  "loadBalancingConfig": [{"round_robin": {}}],
  "healthCheckConfig": {"serviceName": "tasnif.v1.Classifier"}
})";

constexpr int kReconnectMilliseconds = 100;
constexpr int kMaxReconnectMilliseconds = 2000;
// How long one attempt may take, for gRPC's "least backoff" is that: TLS over an ocean is some
// round trips, and a busy server is slow to greet.
constexpr int kConnectMilliseconds = 10'000;
// Above the least pause that servers allow (ten seconds).
constexpr int kKeepaliveMilliseconds = 30'000;
constexpr int kKeepaliveTimeoutMilliseconds = 10'000;

}  // namespace

std::shared_ptr<grpc::Channel> MakeChannel(const ClientOptions& options, const std::string& address,
                                           Watch watch) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);  // We asked for it.
  arguments.SetMaxSendMessageSize(-1);     // Calls are cut before they are sent.
  arguments.SetServiceConfigJSON(kServiceConfig);
  arguments.SetInt(GRPC_ARG_INHIBIT_HEALTH_CHECKING, watch == Watch::kNothing ? 1 : 0);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectMilliseconds);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectMilliseconds);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectMilliseconds);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMilliseconds);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMilliseconds);
  // Two clients in a process do not share a connection unless they are one client.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  const auto credentials = MakeCredentials(options.tls, PosixFiles(), absl::Now());
  // Connect() has tried them; where they went bad since, every call on the channel fails.
  return grpc::CreateCustomChannel(address, credentials.ok() ? *credentials : nullptr, arguments);
}

void PrepareContext(const ClientOptions& options, absl::Duration time_left,
                    grpc::ClientContext* context) {
  AddToken(options.token, context);
  if (time_left == absl::InfiniteDuration()) return;
  context->set_deadline(std::chrono::system_clock::now() + absl::ToChronoMicroseconds(time_left));
}

}  // namespace tasnif
