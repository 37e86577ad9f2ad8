#include "server/server_credentials.h"

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <algorithm>

namespace tasnif {

using grpc::experimental::FileWatcherCertificateProvider;
using grpc::experimental::TlsServerCredentialsOptions;

std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(const ServerTls& tls) {
  if (!tls.is_on()) return grpc::InsecureServerCredentials();
  const int64_t seconds = std::max<int64_t>(absl::ToInt64Seconds(tls.refresh), 1);
  TlsServerCredentialsOptions options(std::make_shared<FileWatcherCertificateProvider>(
      tls.key_path, tls.certificate_path, tls.client_authorities_path,
      static_cast<unsigned>(seconds)));
  options.watch_identity_key_cert_pairs();
  if (!tls.client_authorities_path.empty()) {
    options.watch_root_certs();
    options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  }
  // Clients have no host name to check; what they may do is AccessControl's business.
  options.set_check_call_host(false);
  return grpc::experimental::TlsServerCredentials(options);
}

}  // namespace tasnif
