// server/convert.h
//
// The one place where Abseil's statuses become gRPC's.
#ifndef TASNIF_SERVER_CONVERT_H_
#define TASNIF_SERVER_CONVERT_H_

#include <grpcpp/support/status.h>

#include <string_view>

#include "absl/status/status.h"

namespace tasnif {

// Same code, same message. Messages over 4 KiB are cut: they travel as a header, and peers refuse
// headers over 8 KiB. INTERNAL and UNKNOWN carry the request id.
grpc::Status ToGrpcStatus(const absl::Status& status, std::string_view request_id);

}  // namespace tasnif

#endif  // TASNIF_SERVER_CONVERT_H_
