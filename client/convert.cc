#include "client/convert.h"

namespace tasnif {

absl::Status FromGrpcStatus(const grpc::Status& status) {
  // The numbers are the same by definition of absl::StatusCode.
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

}  // namespace tasnif
