#include "server/http_error.h"

#include <gtest/gtest.h>

#include "server/retry_after.h"

namespace tasnif {
namespace {

TEST(HttpError, EveryCodeHasItsStatus) {
  const struct {
    absl::StatusCode code;
    int expected;
  } kCases[] = {
      {absl::StatusCode::kOk, 200},
      {absl::StatusCode::kInvalidArgument, 400},
      {absl::StatusCode::kOutOfRange, 400},
      {absl::StatusCode::kUnauthenticated, 401},
      {absl::StatusCode::kPermissionDenied, 403},
      {absl::StatusCode::kNotFound, 404},
      {absl::StatusCode::kAlreadyExists, 409},
      {absl::StatusCode::kFailedPrecondition, 409},
      {absl::StatusCode::kAborted, 409},
      {absl::StatusCode::kResourceExhausted, 429},
      {absl::StatusCode::kCancelled, 499},
      {absl::StatusCode::kInternal, 500},
      {absl::StatusCode::kUnknown, 500},
      {absl::StatusCode::kDataLoss, 500},
      {absl::StatusCode::kUnimplemented, 501},
      {absl::StatusCode::kUnavailable, 503},
      {absl::StatusCode::kDeadlineExceeded, 504},
  };
  for (const auto& test : kCases) EXPECT_EQ(HttpStatusOf(test.code), test.expected);
}

TEST(HttpError, TheBodyNamesCodeMessageAndCall) {
  const HttpResponse response = ErrorResponse(absl::NotFoundError("no \"head\""), "7f");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.content_type, "application/json");
  EXPECT_EQ(response.body,
            R"({"error":{"code":"NOT_FOUND","message":"no \"head\"","request_id":"7f"}})"
            "\n");
  EXPECT_TRUE(response.headers.empty());
}

TEST(HttpError, ARefusalSaysWhenToComeBackInWholeSeconds) {
  const absl::Status status =
      WithRetryAfter(absl::ResourceExhaustedError("full"), absl::Milliseconds(20));
  const HttpResponse response = ErrorResponse(status, "");
  EXPECT_EQ(response.headers, HttpFields({{"Retry-After", "1"}}));
  EXPECT_EQ(response.body,
            R"({"error":{"code":"RESOURCE_EXHAUSTED","message":"full","retry_after_ms":20}})"
            "\n");
}

TEST(HttpError, AStatusOfItsOwnKeepsTheCode) {
  const HttpResponse response = ErrorResponse(415, absl::UnimplementedError("zip"), "");
  EXPECT_EQ(response.status, 415);
  EXPECT_EQ(ErrorResponse(absl::UnauthenticatedError("who?"), "").headers,
            HttpFields({{"WWW-Authenticate", "Bearer"}}));
}

}  // namespace
}  // namespace tasnif
