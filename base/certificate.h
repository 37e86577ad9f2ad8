// base/certificate.h
//
// Whether files of certificates and keys can be used, told before a handshake fails without saying
// why.
//
//   TASNIF_RETURN_IF_ERROR(CheckKeyPair(certificate, key, clock.Now()));
//   TASNIF_RETURN_IF_ERROR(CheckAuthorities(bundle));
//
// Threads: pure functions. Source: RFC 5280 (certificates), RFC 7468 (PEM), by OpenSSL.
#ifndef TASNIF_BASE_CERTIFICATE_H_
#define TASNIF_BASE_CERTIFICATE_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace tasnif {

// certificate: PEM, the own certificate first, then those that signed it. key: PEM, without a pass
// phrase. INVALID_ARGUMENT: one of them is neither, the key is of another certificate, or the
// certificate is not valid at `now`. Messages never quote a key.
absl::Status CheckKeyPair(std::string_view certificate, std::string_view key, absl::Time now);

// PEM of one or more certificates. INVALID_ARGUMENT: there is none, or one cannot be read.
absl::Status CheckAuthorities(std::string_view bundle);

}  // namespace tasnif

#endif  // TASNIF_BASE_CERTIFICATE_H_
