#include "server/convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "text/utf8.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Convert, EveryCodeKeepsItsNumberAndMessage) {
  for (int code = 1; code <= 16; ++code) {
    const grpc::Status status =
        ToGrpcStatus(absl::Status(static_cast<absl::StatusCode>(code), "why"), "id");
    EXPECT_EQ(static_cast<int>(status.error_code()), code);
    EXPECT_THAT(status.error_message(), HasSubstr("why"));
  }
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus(), "id").ok());
}

TEST(Convert, OnlyOurFaultsCarryTheRequestId) {
  EXPECT_THAT(ToGrpcStatus(absl::InternalError("x"), "id7").error_message(), HasSubstr("id7"));
  EXPECT_THAT(ToGrpcStatus(absl::NotFoundError("x"), "id7").error_message(), Not(HasSubstr("id7")));
}

TEST(Convert, LongMessagesAreCutBetweenCharacters) {
  for (size_t shift : {0u, 1u}) {
    std::string message(shift, 'x');
    for (int i = 0; i < 5000; ++i) message += "م";
    const std::string cut = ToGrpcStatus(absl::NotFoundError(message), "").error_message();
    EXPECT_LT(cut.size(), 4110u);
    EXPECT_TRUE(IsValidUtf8(cut));
  }
}

}  // namespace
}  // namespace tasnif
