#include "server/call_context.h"

#include <chrono>

#include "server/client_name.h"
#include "server/request_id.h"

namespace tasnif {

absl::Time DeadlineOf(const grpc::CallbackServerContext& context) {
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return absl::InfiniteFuture();
  return absl::FromChrono(deadline);
}

std::string_view HeaderOf(const grpc::CallbackServerContext& context, std::string_view name) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(grpc::string_ref(name.data(), name.size()));
  if (found == metadata.end()) return {};
  return std::string_view(found->second.data(), found->second.size());
}

std::string RequestIdOf(const grpc::CallbackServerContext& context) {
  return RequestIdOr(HeaderOf(context, kRequestIdHeader));
}

std::string ClientOf(const grpc::CallbackServerContext& context) {
  return ClientName(context.peer(), HeaderOf(context, kClientIdHeader));
}

TraceContext TraceOf(const grpc::CallbackServerContext& context) {
  return TraceContextOf(HeaderOf(context, kTraceParentHeader));
}

}  // namespace tasnif
