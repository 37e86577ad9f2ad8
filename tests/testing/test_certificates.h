// tests/testing/test_certificates.h
//
// Certificates made on the spot, so that none stands in the repository and none ever expires there.
//
//   const PemPair authority = MakeAuthority("test authority");
//   const PemPair server = MakeCertificate({.names = {"IP:127.0.0.1"}}, authority);
//
// Threads: safe. Cost: below a millisecond each (P-256).
#ifndef TASNIF_TESTS_TESTING_TEST_CERTIFICATES_H_
#define TASNIF_TESTS_TESTING_TEST_CERTIFICATES_H_

#include <string>
#include <vector>

#include "absl/time/time.h"

namespace tasnif {

struct PemPair {
  std::string certificate;
  std::string key;
};

struct CertificateSpec {
  std::string common_name = "test";
  // Subject alternative names: "DNS:localhost", "IP:127.0.0.1", "URI:spiffe://example.org/a".
  std::vector<std::string> names;
  // Relative to now.
  absl::Duration valid_from = -absl::Hours(1);
  absl::Duration valid_to = absl::Hours(24);
};

// Signed by itself.
PemPair MakeAuthority(const std::string& common_name);

// Aborts where OpenSSL fails: a test without its certificate proves nothing.
PemPair MakeCertificate(const CertificateSpec& spec, const PemPair& authority);

// The key under a pass phrase.
std::string EncryptKey(const std::string& key, const std::string& pass_phrase);

}  // namespace tasnif

#endif  // TASNIF_TESTS_TESTING_TEST_CERTIFICATES_H_
