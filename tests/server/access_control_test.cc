#include "server/access_control.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/sha256.h"
#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class AccessControlTest : public ::testing::Test {
 protected:
  static std::string LineFor(const std::string& token, const std::string& more = "") {
    return "admin " + token + " sha256:" + Sha256Hex(token) + more + "\n";
  }
  absl::StatusCode CodeFor(const AccessControl& access, const std::string& token) {
    return access.Check({.bearer = token}, Role::kAdmin).status().code();
  }

  TemporaryFolder folder_;
  FakeClock clock_{absl::FromCivil(absl::CivilSecond(2027, 3, 1), absl::UTCTimeZone())};
};

TEST_F(AccessControlTest, TheFileIsReadAgainWhenItChanged) {
  const std::string path = folder_.Write("access", LineFor("first"));
  const auto access = AccessControl::Open(path, PosixFiles(), clock_);
  ASSERT_TRUE(access.ok()) << access.status();
  EXPECT_EQ(CodeFor(**access, "first"), absl::StatusCode::kOk);
  EXPECT_EQ(CodeFor(**access, "second"), absl::StatusCode::kUnauthenticated);
  folder_.Write("access", LineFor("second"));
  EXPECT_EQ((*access)->Refresh(), absl::OkStatus());
  EXPECT_EQ(CodeFor(**access, "first"), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(CodeFor(**access, "second"), absl::StatusCode::kOk);
}

TEST_F(AccessControlTest, WhatCannotBeReadLeavesTheRulesAndIsToldOnce) {
  const std::string path = folder_.Write("access", LineFor("first"));
  const auto access = AccessControl::Open(path, PosixFiles(), clock_);
  ASSERT_TRUE(access.ok()) << access.status();
  folder_.Write("access", "");
  const absl::Status broken = (*access)->Refresh();
  EXPECT_EQ(broken.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(broken.message()), HasSubstr(path));
  EXPECT_EQ((*access)->Refresh(), absl::OkStatus()) << "told already";
  EXPECT_EQ(CodeFor(**access, "first"), absl::StatusCode::kOk);
  std::filesystem::remove(path);
  EXPECT_EQ((*access)->Refresh().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ((*access)->Refresh(), absl::OkStatus());
  EXPECT_EQ(CodeFor(**access, "first"), absl::StatusCode::kOk);
  EXPECT_EQ((*access)->Check({.is_loopback = true}, Role::kClassify).status().code(),
            absl::StatusCode::kUnauthenticated)
      << "a file that went away opens nothing";
  folder_.Write("access", LineFor("third"));
  EXPECT_EQ((*access)->Refresh(), absl::OkStatus());
  EXPECT_EQ(CodeFor(**access, "third"), absl::StatusCode::kOk);
}

TEST_F(AccessControlTest, OpenRefusesWhatItCannotUse) {
  const auto code = [&](const std::string& path) {
    return AccessControl::Open(path, PosixFiles(), clock_).status().code();
  };
  EXPECT_EQ(code(folder_.Path("nowhere")), absl::StatusCode::kNotFound);
  EXPECT_EQ(code(""), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code(folder_.Write("empty", "")), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code(folder_.Write("bad", "admin me please\n")), absl::StatusCode::kInvalidArgument);
}

TEST_F(AccessControlTest, ATokenEndsWithItsDate) {
  const std::string path = folder_.Write("access", LineFor("first", " until:2027-03-02"));
  const auto access = AccessControl::Open(path, PosixFiles(), clock_);
  ASSERT_TRUE(access.ok()) << access.status();
  clock_.Advance(absl::Hours(24) - absl::Nanoseconds(1));
  EXPECT_EQ(CodeFor(**access, "first"), absl::StatusCode::kOk);
  clock_.Advance(absl::Nanoseconds(1));
  EXPECT_EQ(CodeFor(**access, "first"), absl::StatusCode::kUnauthenticated);
}

TEST_F(AccessControlTest, WithoutAFileLoopbackMayDoAll) {
  const auto access = AccessControl::WithoutFile(clock_);
  EXPECT_EQ(access->Refresh(), absl::OkStatus());
  EXPECT_TRUE(access->Check({.is_loopback = true}, Role::kAdmin).ok());
  EXPECT_TRUE(access->Check({}, Role::kClassify).ok());
  EXPECT_EQ(access->Check({}, Role::kAdmin).status().code(), absl::StatusCode::kUnauthenticated);
}

TEST_F(AccessControlTest, ChecksWhileTheFileChanges) {
  const std::string path = folder_.Write("access", LineFor("a") + LineFor("b"));
  const auto access = AccessControl::Open(path, PosixFiles(), clock_);
  ASSERT_TRUE(access.ok()) << access.status();
  std::vector<std::thread> callers;
  for (int i = 0; i < 3; ++i) {
    callers.emplace_back([&] {
      for (int n = 0; n < 300; ++n) EXPECT_EQ(CodeFor(**access, "a"), absl::StatusCode::kOk);
    });
  }
  for (int n = 0; n < 30; ++n) {
    const std::string text = n % 2 == 0 ? LineFor("a") : LineFor("a") + LineFor("b");
    ASSERT_TRUE(WriteAtomically(PosixFiles(), path, text).ok());
    EXPECT_EQ((*access)->Refresh(), absl::OkStatus());
  }
  for (std::thread& caller : callers) caller.join();
}

}  // namespace
}  // namespace tasnif
