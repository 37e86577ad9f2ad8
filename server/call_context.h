// server/call_context.h
//
// What gRPC knows of a call besides its message, in the terms of the server.
#ifndef TASNIF_SERVER_CALL_CONTEXT_H_
#define TASNIF_SERVER_CALL_CONTEXT_H_

#include <grpcpp/server_context.h>

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "server/trace_context.h"

namespace tasnif {

// absl::InfiniteFuture() where the caller set none.
absl::Time DeadlineOf(const grpc::CallbackServerContext& context);

// Value of a header, by its name in lower case; empty where it was not sent.
std::string_view HeaderOf(const grpc::CallbackServerContext& context, std::string_view name);

// RequestIdOr() and ClientName() of the headers and the peer.
std::string RequestIdOf(const grpc::CallbackServerContext& context);
std::string ClientOf(const grpc::CallbackServerContext& context);
// TraceContextOf() of the header.
TraceContext TraceOf(const grpc::CallbackServerContext& context);

}  // namespace tasnif

#endif  // TASNIF_SERVER_CALL_CONTEXT_H_
