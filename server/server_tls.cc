#include "server/server_tls.h"

#include "absl/strings/str_cat.h"
#include "base/certificate.h"
#include "base/status.h"

namespace tasnif {

absl::Status CheckServerTls(const ServerTls& tls, const Files& files, absl::Time now) {
  if (tls.certificate_path.empty() != tls.key_path.empty()) {
    return absl::InvalidArgumentError(
        "TLS needs a certificate and its key: give both --tls-cert and --tls-key");
  }
  if (!tls.is_on()) {
    if (tls.client_authorities_path.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError(
        "certificates of clients are asked for over TLS only: give --tls-cert and --tls-key, too");
  }
  TASNIF_ASSIGN_OR_RETURN(const std::string certificate, files.Read(tls.certificate_path));
  TASNIF_ASSIGN_OR_RETURN(const std::string key, files.Read(tls.key_path));
  TASNIF_RETURN_IF_ERROR(
      Annotate(CheckKeyPair(certificate, key, now),
               absl::StrCat("'", tls.certificate_path, "' and '", tls.key_path, "'")));
  if (tls.client_authorities_path.empty()) return absl::OkStatus();
  TASNIF_ASSIGN_OR_RETURN(const std::string bundle, files.Read(tls.client_authorities_path));
  return Annotate(CheckAuthorities(bundle), absl::StrCat("'", tls.client_authorities_path, "'"));
}

}  // namespace tasnif
