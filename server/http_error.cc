#include "server/http_error.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/json.h"
#include "server/retry_after.h"

namespace tasnif {
namespace {

struct Mapping {
  absl::StatusCode code;
  int http_status;
};

constexpr Mapping kMappings[] = {
    {absl::StatusCode::kOk, 200},
    {absl::StatusCode::kCancelled, 499},  // nginx's "client closed request".
    {absl::StatusCode::kInvalidArgument, 400},
    {absl::StatusCode::kDeadlineExceeded, 504},
    {absl::StatusCode::kNotFound, 404},
    {absl::StatusCode::kAlreadyExists, 409},
    {absl::StatusCode::kPermissionDenied, 403},
    {absl::StatusCode::kResourceExhausted, 429},
    {absl::StatusCode::kFailedPrecondition, 409},
    {absl::StatusCode::kAborted, 409},
    {absl::StatusCode::kOutOfRange, 400},
    {absl::StatusCode::kUnimplemented, 501},
    {absl::StatusCode::kUnavailable, 503},
    {absl::StatusCode::kUnauthenticated, 401},
};

}  // namespace

int HttpStatusOf(absl::StatusCode code) {
  const auto* found = std::find_if(std::begin(kMappings), std::end(kMappings),
                                   [code](const Mapping& mapping) { return mapping.code == code; });
  return found == std::end(kMappings) ? 500 : found->http_status;
}

HttpResponse ErrorResponse(const absl::Status& status, std::string_view request_id) {
  return ErrorResponse(HttpStatusOf(status.code()), status, request_id);
}

HttpResponse ErrorResponse(int http_status, const absl::Status& status,
                           std::string_view request_id) {
  Json error = {{"code", absl::StatusCodeToString(status.code())},
                {"message", std::string(status.message())}};
  if (!request_id.empty()) error["request_id"] = std::string(request_id);
  HttpResponse response{.status = http_status, .content_type = "application/json"};
  if (const std::optional<absl::Duration> after = RetryAfter(status); after.has_value()) {
    error["retry_after_ms"] = absl::ToInt64Milliseconds(*after);
    // Whole seconds only, and never 0, which would mean at once.
    const int64_t seconds = absl::ToInt64Seconds(absl::Ceil(*after, absl::Seconds(1)));
    response.headers.emplace_back("Retry-After", absl::StrCat(seconds));
  }
  if (http_status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  response.body = DumpJson(Json{{"error", error}}) + "\n";
  return response;
}

}  // namespace tasnif
