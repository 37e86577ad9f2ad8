#include "base/certificate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/testing/test_certificates.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(CheckKeyPair, TellsWhatDoesNotFit) {
  const PemPair authority = MakeAuthority("authority");
  const PemPair good = MakeCertificate({.names = {"DNS:localhost"}}, authority);
  const PemPair other = MakeCertificate({}, authority);
  const PemPair past =
      MakeCertificate({.valid_from = -absl::Hours(48), .valid_to = -absl::Hours(24)}, authority);
  const PemPair future = MakeCertificate({.valid_from = absl::Hours(24)}, authority);
  const struct {
    std::string certificate, key;
    const char* says;  // Null: good.
    const char* why;
  } kRows[] = {
      {good.certificate, good.key, nullptr, ""},
      {good.certificate + authority.certificate, good.key, nullptr, "a chain"},
      {authority.certificate + good.certificate, good.key, "first of its file", "the wrong order"},
      {good.certificate, other.key, "does not belong", ""},
      {good.key, good.certificate, "certificate is none", "swapped"},
      {"", good.key, "certificate is none", "empty"},
      {good.certificate, "", "no private key", "empty"},
      {good.certificate.substr(0, 200), good.key, "certificate is none", "cut off"},
      {good.certificate, EncryptKey(good.key, "secret"), "pass phrase", "nobody is asked for it"},
      {past.certificate, past.key, "has expired", ""},
      {future.certificate, future.key, "valid only from", ""},
  };
  for (const auto& row : kRows) {
    const absl::Status status = CheckKeyPair(row.certificate, row.key, absl::Now());
    EXPECT_EQ(status.code(),
              row.says == nullptr ? absl::StatusCode::kOk : absl::StatusCode::kInvalidArgument)
        << row.why << ": " << status;
    if (row.says == nullptr) continue;
    EXPECT_THAT(std::string(status.message()), HasSubstr(row.says)) << row.why;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr(good.key.substr(40, 40)))) << row.why;
  }
}

TEST(CheckAuthorities, NeedsWholeCertificates) {
  const PemPair one = MakeAuthority("one"), two = MakeAuthority("two");
  EXPECT_EQ(CheckAuthorities(one.certificate), absl::OkStatus());
  EXPECT_EQ(CheckAuthorities("one\n" + one.certificate + "two\n" + two.certificate),
            absl::OkStatus());
  for (const std::string& bad :
       {std::string(), one.key, one.certificate + two.certificate.substr(0, 200)}) {
    EXPECT_EQ(CheckAuthorities(bad).code(), absl::StatusCode::kInvalidArgument) << bad;
  }
}

}  // namespace
}  // namespace tasnif
