// server/convert.h
//
// The one place where Abseil's statuses become gRPC's.
#ifndef TASNIF_SERVER_CONVERT_H_
#define TASNIF_SERVER_CONVERT_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>

#include <string_view>

#include "absl/status/status.h"

namespace tasnif {

// Same code, same message. Messages over 4 KiB are cut: they travel as a header, and peers refuse
// headers over 8 KiB. INTERNAL and UNKNOWN carry the request id.
grpc::Status ToGrpcStatus(const absl::Status& status, std::string_view request_id);

// gRPC's own clients wait as long as this trailer says before they try again.
inline constexpr char kPushbackTrailer[] = "grpc-retry-pushback-ms";

// The same, and what RetryAfter() says goes into the trailers. To be called before Finish().
grpc::Status ToGrpcStatus(const absl::Status& status, std::string_view request_id,
                          grpc::ServerContextBase* context);

}  // namespace tasnif

#endif  // TASNIF_SERVER_CONVERT_H_
