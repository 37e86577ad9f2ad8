#include "client/credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/base/temporary_folder.h"
#include "tests/testing/test_certificates.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(CheckToken, LeavesThisMachineOverTlsOnly) {
  const struct {
    ClientOptions options;
    const char* says;  // Null: may be sent.
    const char* why;
  } kRows[] = {
      {{.addresses = {"10.0.0.7:8500"}}, nullptr, "no token"},
      {{.addresses = {"127.0.0.1:8500", "[::1]:8500", "localhost:1"}, .token = "t"}, nullptr, ""},
      {{.addresses = {"dns:///localhost:8500"}, .token = "t"}, nullptr, ""},
      {{.addresses = {"unix:/run/tasnif.sock"}, .token = "t"}, nullptr, ""},
      {{.addresses = {"127.0.0.1:1", "10.0.0.7:8500"}, .token = "t"},
       "10.0.0.7:8500",
       "one is away"},
      {{.addresses = {"127.0.0.1.evil.example:1"}, .token = "t"}, "--ca", "a name"},
      {{.addresses = {"dns:///labels.example:1"}, .token = "t"}, "--ca", "a name"},
      {{.addresses = {"10.0.0.7"}, .token = "t"}, "--ca", "no port"},
      {{.addresses = {"10.0.0.7:1"}, .tls = {.is_wanted = true}, .token = "t"}, nullptr, ""},
      {{.addresses = {"10.0.0.7:1"}, .token = "t", .allow_plaintext_token = true}, nullptr, ""},
      {{.addresses = {"127.0.0.1:1"}, .token = "two words"}, "one word", ""},
      {{.addresses = {"127.0.0.1:1"}, .token = "line\nend"}, "one word", "a header of its own"},
      {{.addresses = {"127.0.0.1:1"}, .token = "سر"}, "one word", "not ASCII"},
      {{.addresses = {"127.0.0.1:1"}, .token = std::string(513, 'x')}, "one word", "too long"},
  };
  for (const auto& row : kRows) {
    const absl::Status status = CheckToken(row.options);
    EXPECT_EQ(status.code(),
              row.says == nullptr ? absl::StatusCode::kOk : absl::StatusCode::kInvalidArgument)
        << row.why << status;
    if (row.says == nullptr) continue;
    EXPECT_THAT(std::string(status.message()),
                AllOf(HasSubstr(row.says), Not(HasSubstr("two words"))));
  }
}

TEST(MakeCredentials, NamesTheFileThatCannotBeUsed) {
  TemporaryFolder folder;
  const PemPair authority = MakeAuthority("authority");
  const PemPair pair = MakeCertificate({}, authority);
  const std::string ca = folder.Write("ca.pem", authority.certificate);
  const std::string certificate = folder.Write("client.pem", pair.certificate);
  const std::string key = folder.Write("client.key", pair.key);
  const std::string other = folder.Write("other.key", authority.key);
  const struct {
    ClientTls tls;
    absl::StatusCode code;
    const char* says;
  } kRows[] = {
      {{}, absl::StatusCode::kOk, ""},
      {{true}, absl::StatusCode::kOk, ""},
      {{false, ca, certificate, key}, absl::StatusCode::kOk, ""},
      {{false, "", certificate, key}, absl::StatusCode::kOk, ""},
      {{false, folder.Path("none.pem")}, absl::StatusCode::kNotFound, "none.pem"},
      {{false, key}, absl::StatusCode::kInvalidArgument, "client.key"},
      {{false, ca, certificate}, absl::StatusCode::kInvalidArgument, "--key"},
      {{false, "", "", key}, absl::StatusCode::kInvalidArgument, "--cert"},
      {{false, ca, certificate, other}, absl::StatusCode::kInvalidArgument, "other.key"},
  };
  for (const auto& row : kRows) {
    const absl::Status status = MakeCredentials(row.tls, PosixFiles(), absl::Now()).status();
    EXPECT_EQ(status.code(), row.code) << row.says << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(row.says));
  }
}

}  // namespace
}  // namespace tasnif
