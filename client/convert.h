// client/convert.h
//
// The one place where gRPC's statuses become Abseil's.
#ifndef TASNIF_CLIENT_CONVERT_H_
#define TASNIF_CLIENT_CONVERT_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace tasnif {

// Same code, same message.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace tasnif

#endif  // TASNIF_CLIENT_CONVERT_H_
