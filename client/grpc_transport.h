// client/grpc_transport.h
//
// One server, over gRPC: each batch is one call of Classify. The end of every stack.
//
// Threads: safe; `done` runs on a thread of gRPC.
#ifndef TASNIF_CLIENT_GRPC_TRANSPORT_H_
#define TASNIF_CLIENT_GRPC_TRANSPORT_H_

#include <grpcpp/channel.h>

#include <memory>
#include <string>

#include "base/clock.h"
#include "client/options.h"
#include "client/transport.h"

namespace tasnif {

// Fails every article of a call that fails with its status; the address stands in the message, and
// the request id. The deadline of a call is the first of its articles' deadlines. clock: must
// outlive the transport.
std::unique_ptr<Transport> MakeGrpcTransport(const ClientOptions& options,
                                             const std::string& address,
                                             std::shared_ptr<grpc::Channel> channel,
                                             const Clock& clock);

// `status` with what a person should know: which server, and what to do.
absl::Status ExplainStatus(const absl::Status& status, const std::string& address,
                           const ClientOptions& options);

}  // namespace tasnif

#endif  // TASNIF_CLIENT_GRPC_TRANSPORT_H_
