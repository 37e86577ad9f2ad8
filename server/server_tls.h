// server/server_tls.h
//
// TLS and mutual TLS of a server, as files.
//
//   const ServerTls tls{.certificate_path = "server.pem", .key_path = "server.key",
//                       .client_authorities_path = "clients.pem"};
//   TASNIF_RETURN_IF_ERROR(CheckServerTls(tls, files, clock.Now()));
//
// The files are looked at again every `refresh` while the server runs: new connections get the new
// certificate, open ones stay. Replace certificate and key together, by renaming files or a folder,
// or a link to one: connections made between two renames may find a pair that does not fit.
// Threads: values and a function.
#ifndef TASNIF_SERVER_SERVER_TLS_H_
#define TASNIF_SERVER_SERVER_TLS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/files.h"

namespace tasnif {

struct ServerTls {
  // PEM: the server's certificate, then those between it and the root. Empty: no TLS.
  std::string certificate_path;
  // PEM, without a pass phrase.
  std::string key_path;
  // PEM: who signs certificates of clients. Where it is given, a client without such a certificate
  // cannot connect. Empty: clients are asked for none.
  std::string client_authorities_path;
  // At least a second.
  absl::Duration refresh = absl::Seconds(10);

  bool is_on() const { return !certificate_path.empty(); }
};

// OK where TLS is off. INVALID_ARGUMENT: a part is missing, or errors of CheckKeyPair and
// CheckAuthorities. Errors of Files::Read. All name the file.
absl::Status CheckServerTls(const ServerTls& tls, const Files& files, absl::Time now);

}  // namespace tasnif

#endif  // TASNIF_SERVER_SERVER_TLS_H_
