// client/health_check.h
//
// One call of grpc.health.v1.Health/Check.
#ifndef TASNIF_CLIENT_HEALTH_CHECK_H_
#define TASNIF_CLIENT_HEALTH_CHECK_H_

#include <grpcpp/channel.h>

#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "client/options.h"

namespace tasnif {

// OK: SERVING. UNAVAILABLE: NOT_SERVING, or not reachable. NOT_FOUND: no such service.
absl::Status CheckHealth(const std::shared_ptr<grpc::Channel>& channel, std::string_view service,
                         const ClientOptions& options);

}  // namespace tasnif

#endif  // TASNIF_CLIENT_HEALTH_CHECK_H_
