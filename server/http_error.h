// server/http_error.h
//
// The one place where Abseil's statuses become HTTP's: code, header and body.
//
//   ErrorResponse(absl::NotFoundError("no head 'topci'; did you mean 'topic'?"), "7f3a");
//   // 404 {"error":{"code":"NOT_FOUND","message":"no head 'topci'; …","request_id":"7f3a"}}
//
// `code` in the body is gRPC's name of the code, so that a client of both fronts has one table.
// Where an HTTP status says more than any of those (405, 413, 415), it is given with the status.
// Threads: pure functions.
#ifndef TASNIF_SERVER_HTTP_ERROR_H_
#define TASNIF_SERVER_HTTP_ERROR_H_

#include <string_view>

#include "absl/status/status.h"
#include "server/http_message.h"

namespace tasnif {

// 400 INVALID_ARGUMENT, OUT_OF_RANGE · 401 UNAUTHENTICATED · 403 PERMISSION_DENIED ·
// 404 NOT_FOUND · 409 ALREADY_EXISTS, FAILED_PRECONDITION, ABORTED · 429 RESOURCE_EXHAUSTED ·
// 499 CANCELLED · 501 UNIMPLEMENTED · 503 UNAVAILABLE · 504 DEADLINE_EXCEEDED · else 500.
int HttpStatusOf(absl::StatusCode code);

// With Retry-After in whole seconds, and `retry_after_ms` in the body, where RetryAfter() knows;
// with WWW-Authenticate for 401. status: not OK.
HttpResponse ErrorResponse(const absl::Status& status, std::string_view request_id);
// The same with an HTTP status of its own.
HttpResponse ErrorResponse(int http_status, const absl::Status& status,
                           std::string_view request_id);

}  // namespace tasnif

#endif  // TASNIF_SERVER_HTTP_ERROR_H_
