// cli/connect_options.h
//
// How a command proves itself to a server, and the server to it: for every command with --server.
//
//   ConnectOptions connect_;
//   connect_.Declare(app, server_option);         // --tls, --ca, --cert, --key, --token-file
//   TASNIF_ASSIGN_OR_RETURN(auto client, connect_.Connect({.addresses = {server_}}));
//
// A token never stands on the command line, where every user of the machine could read it.
#ifndef TASNIF_CLI_CONNECT_OPTIONS_H_
#define TASNIF_CLI_CONNECT_OPTIONS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "client/client.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace tasnif {

class ConnectOptions {
 public:
  // server: the option that the others need; null where a server is asked in any case.
  void Declare(CLI::App& app, CLI::Option* server);

  // `options` with TLS and the token. INVALID_ARGUMENT: the token file is empty. Errors of
  // Files::Read.
  absl::StatusOr<ClientOptions> Complete(ClientOptions options) const;

  // Client::Connect() with them.
  absl::StatusOr<std::unique_ptr<Client>> Connect(ClientOptions options) const;

 private:
  ClientTls tls_;
  std::string token_path_;
  bool allow_plaintext_token_ = false;
};

}  // namespace tasnif

#endif  // TASNIF_CLI_CONNECT_OPTIONS_H_
