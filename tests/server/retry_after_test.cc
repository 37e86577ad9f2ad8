#include "server/retry_after.h"

#include <gtest/gtest.h>

namespace tasnif {
namespace {

TEST(RetryAfter, TravelsInsideTheStatus) {
  const absl::Status refusal =
      WithRetryAfter(absl::ResourceExhaustedError("full"), absl::Milliseconds(1500));
  EXPECT_EQ(refusal.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(refusal.message(), "full");
  EXPECT_EQ(RetryAfter(refusal), absl::Milliseconds(1500));
}

TEST(RetryAfter, IsRoundedUpToWholeMilliseconds) {
  for (const auto& [given, expected] : {std::pair{absl::Microseconds(1), 1},
                                        {absl::ZeroDuration(), 1},
                                        {-absl::Seconds(1), 1},
                                        {absl::Microseconds(2001), 3},
                                        {absl::Seconds(2), 2000}}) {
    EXPECT_EQ(RetryAfter(WithRetryAfter(absl::UnavailableError(""), given)),
              absl::Milliseconds(expected));
  }
}

TEST(RetryAfter, IsAbsentElsewhere) {
  EXPECT_FALSE(RetryAfter(absl::OkStatus()).has_value());
  EXPECT_FALSE(RetryAfter(absl::ResourceExhaustedError("full")).has_value());
}

}  // namespace
}  // namespace tasnif
