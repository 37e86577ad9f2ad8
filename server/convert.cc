#include "server/convert.h"

#include <optional>
#include <string>

#include "server/retry_after.h"

namespace tasnif {
namespace {

constexpr size_t kMaxMessageBytes = 4096;

// Never in the middle of a UTF-8 character.
std::string Shorten(std::string message) {
  if (message.size() <= kMaxMessageBytes) return message;
  size_t end = kMaxMessageBytes;
  while (end > 0 && (static_cast<unsigned char>(message[end]) & 0xC0) == 0x80) --end;
  return message.substr(0, end) + "…";
}

bool IsOurFault(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown;
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status, std::string_view request_id) {
  if (status.ok()) return grpc::Status::OK;
  std::string message = Shorten(std::string(status.message()));
  if (IsOurFault(status.code())) message += " (request id " + std::string(request_id) + ")";
  // The numbers are the same by definition of absl::StatusCode.
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), message);
}

grpc::Status ToGrpcStatus(const absl::Status& status, std::string_view request_id,
                          grpc::ServerContextBase* context) {
  const std::optional<absl::Duration> after = RetryAfter(status);
  if (after.has_value()) {
    context->AddTrailingMetadata(kPushbackTrailer,
                                 std::to_string(absl::ToInt64Milliseconds(*after)));
  }
  return ToGrpcStatus(status, request_id);
}

}  // namespace tasnif
