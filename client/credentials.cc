#include "client/credentials.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/certificate.h"
#include "base/loopback.h"
#include "base/status.h"

namespace tasnif {
namespace {

constexpr size_t kMaxTokenBytes = 512;
constexpr std::string_view kDns = "dns:///";

// Only what surely is: a name behind a scheme may be anybody.
bool IsOnThisMachine(const std::string& address) {
  if (absl::StartsWith(address, "unix:")) return true;
  std::string_view host = std::string_view(address).substr(0, address.rfind(':'));
  if (host.substr(0, kDns.size()) == kDns) host.remove_prefix(kDns.size());
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  return IsLoopback(host);
}

bool IsToken(const std::string& token) {
  return token.size() <= kMaxTokenBytes && std::all_of(token.begin(), token.end(), [](char c) {
           return absl::ascii_isgraph(static_cast<unsigned char>(c));
         });
}

absl::StatusOr<std::string> ReadAuthorities(const std::string& path, const Files& files) {
  TASNIF_ASSIGN_OR_RETURN(const std::string bundle, files.Read(path));
  TASNIF_RETURN_IF_ERROR(Annotate(CheckAuthorities(bundle), absl::StrCat("'", path, "'")));
  return bundle;
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeCredentials(const ClientTls& tls,
                                                                          const Files& files,
                                                                          absl::Time now) {
  if (tls.certificate_path.empty() != tls.key_path.empty()) {
    return absl::InvalidArgumentError(
        "a client's certificate needs its key: give both --cert and --key");
  }
  if (!tls.is_on()) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;  // Without authorities: the system's.
  if (!tls.authorities_path.empty()) {
    TASNIF_ASSIGN_OR_RETURN(options.pem_root_certs, ReadAuthorities(tls.authorities_path, files));
  }
  if (!tls.certificate_path.empty()) {
    TASNIF_ASSIGN_OR_RETURN(options.pem_cert_chain, files.Read(tls.certificate_path));
    TASNIF_ASSIGN_OR_RETURN(options.pem_private_key, files.Read(tls.key_path));
    TASNIF_RETURN_IF_ERROR(
        Annotate(CheckKeyPair(options.pem_cert_chain, options.pem_private_key, now),
                 absl::StrCat("'", tls.certificate_path, "' and '", tls.key_path, "'")));
  }
  return grpc::SslCredentials(options);
}

absl::Status CheckToken(const ClientOptions& options) {
  if (options.token.empty()) return absl::OkStatus();
  if (!IsToken(options.token)) {
    return absl::InvalidArgumentError(
        "the token is not one word of at most 512 visible ASCII characters; name a file that holds "
        "nothing else");
  }
  if (options.tls.is_on() || options.allow_plaintext_token) return absl::OkStatus();
  for (const std::string& address : options.addresses) {
    if (IsOnThisMachine(address)) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        "refusing to send a token to ", address,
        " without TLS: whoever listens on the network could use it; give --ca FILE or --tls, or, "
        "on a network you trust, --allow-plaintext-token"));
  }
  return absl::OkStatus();
}

void AddToken(const std::string& token, grpc::ClientContext* context) {
  if (!token.empty()) context->AddMetadata("authorization", absl::StrCat("Bearer ", token));
}

}  // namespace tasnif
