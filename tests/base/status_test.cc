#include "base/status.h"

#include <memory>

#include "gtest/gtest.h"

namespace tasnif {
namespace {

absl::StatusOr<std::unique_ptr<int>> Half(int number) {
  if (number % 2 != 0) return absl::InvalidArgumentError("odd");
  return std::make_unique<int>(number / 2);
}

absl::StatusOr<int> Quarter(int number) {
  TASNIF_ASSIGN_OR_RETURN(const auto half, Half(number));
  TASNIF_ASSIGN_OR_RETURN(const auto quarter, Half(*half));
  return *quarter;
}

absl::Status Check(int number) {
  TASNIF_RETURN_IF_ERROR(Quarter(number).status());
  return absl::OkStatus();
}

TEST(StatusMacros, PassValuesOnAndErrorsUp) {
  EXPECT_EQ(Quarter(12).value(), 3);
  EXPECT_EQ(Quarter(6).status(), absl::InvalidArgumentError("odd"));
  EXPECT_TRUE(Check(12).ok());
  EXPECT_EQ(Check(6), absl::InvalidArgumentError("odd"));
}

TEST(Annotate, PutsTheContextInFrontAndKeepsTheCode) {
  EXPECT_EQ(Annotate(absl::DataLossError("cut"), "a.xz"), absl::DataLossError("a.xz: cut"));
  EXPECT_TRUE(Annotate(absl::OkStatus(), "a.xz").ok());
}

}  // namespace
}  // namespace tasnif
