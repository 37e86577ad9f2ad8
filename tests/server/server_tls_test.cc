#include "server/server_tls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/base/temporary_folder.h"
#include "tests/testing/test_certificates.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

TEST(CheckServerTls, NamesTheFileAndTheWayOut) {
  TemporaryFolder folder;
  const PemPair authority = MakeAuthority("authority");
  const PemPair pair = MakeCertificate({}, authority);
  const std::string certificate = folder.Write("server.pem", pair.certificate);
  const std::string key = folder.Write("server.key", pair.key);
  const std::string other = folder.Write("other.key", MakeCertificate({}, authority).key);
  const std::string clients = folder.Write("clients.pem", authority.certificate);
  const struct {
    ServerTls tls;
    absl::StatusCode code;
    const char* says;
  } kRows[] = {
      {{}, absl::StatusCode::kOk, ""},
      {{certificate, key}, absl::StatusCode::kOk, ""},
      {{certificate, key, clients}, absl::StatusCode::kOk, ""},
      {{certificate, ""}, absl::StatusCode::kInvalidArgument, "--tls-key"},
      {{"", key}, absl::StatusCode::kInvalidArgument, "--tls-cert"},
      {{"", "", clients}, absl::StatusCode::kInvalidArgument, "--tls-cert"},
      {{certificate, other}, absl::StatusCode::kInvalidArgument, "other.key"},
      {{certificate, key, key}, absl::StatusCode::kInvalidArgument, "server.key"},
      {{folder.Path("none.pem"), key}, absl::StatusCode::kNotFound, "none.pem"},
      {{certificate, folder.Path("none.key")}, absl::StatusCode::kNotFound, "none.key"},
      {{certificate, key, folder.Path("none.pem")}, absl::StatusCode::kNotFound, "none.pem"},
  };
  for (const auto& row : kRows) {
    const absl::Status status = CheckServerTls(row.tls, PosixFiles(), absl::Now());
    EXPECT_EQ(status.code(), row.code) << row.says << ": " << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(row.says));
  }
}

}  // namespace
}  // namespace tasnif
