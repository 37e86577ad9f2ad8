#include "client/health_check.h"

#include <google/protobuf/wrappers.pb.h>
#include <grpcpp/impl/client_unary_call.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "client/channel.h"
#include "client/convert.h"

namespace tasnif {
namespace {

// Debian has no generated code for grpc/health/v1/health.proto. Its two messages have a single
// field each, with the number and the wire type of these well-known wrappers:
// HealthCheckRequest { string service = 1; }, HealthCheckResponse { ServingStatus status = 1; }.
using HealthRequest = google::protobuf::StringValue;
using HealthResponse = google::protobuf::Int32Value;

constexpr int kServing = 1;

}  // namespace

absl::Status CheckHealth(const std::shared_ptr<grpc::Channel>& channel, std::string_view service,
                         const ClientOptions& options) {
  grpc::ClientContext context;
  PrepareContext(options, options.timeout, &context);
  HealthRequest request;
  request.set_value(std::string(service));
  HealthResponse response;
  const grpc::internal::RpcMethod method("/grpc.health.v1.Health/Check",
                                         grpc::internal::RpcMethod::NORMAL_RPC);
  const absl::Status result = FromGrpcStatus(
      grpc::internal::BlockingUnaryCall(channel.get(), method, &context, request, &response));
  if (!result.ok() || response.value() == kServing) return result;
  return absl::UnavailableError(
      absl::StrCat("the server answers NOT_SERVING for '", std::string(service),
                   "': it is starting or draining; try again, or another server"));
}

}  // namespace tasnif
