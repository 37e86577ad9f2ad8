#include "cli/connect_options.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "base/status.h"

namespace tasnif {
namespace {

constexpr char kGroup[] = "Connection to the server";

// Its token only: where it belongs, an end of line does not matter.
absl::StatusOr<std::string> ReadToken(const std::string& path) {
  TASNIF_ASSIGN_OR_RETURN(const std::string text, PosixFiles().Read(path));
  std::string token(absl::StripAsciiWhitespace(text));
  if (!token.empty()) return token;
  return absl::InvalidArgumentError(
      absl::StrCat("'", path, "' holds no token; 'tasnif token new --out FILE' makes one"));
}

}  // namespace

void ConnectOptions::Declare(CLI::App& app, CLI::Option* server) {
  CLI::Option* options[] = {
      app.add_flag("--tls", tls_.is_wanted, "Talk TLS, and trust the system's authorities"),
      app.add_option("--ca", tls_.authorities_path,
                     "Talk TLS, and trust these authorities (PEM) instead")
          ->type_name("FILE"),
      app.add_option("--cert", tls_.certificate_path, "Certificate (PEM) to show to the server")
          ->type_name("FILE"),
      app.add_option("--key", tls_.key_path, "Its key (PEM)")->type_name("FILE"),
      app.add_flag("--allow-plaintext-token", allow_plaintext_token_,
                   "Send the token over a network without TLS, for everybody there to read")};
  for (CLI::Option* option : options) {
    option->group(kGroup);
    if (server != nullptr) option->needs(server);
  }
  // Not in need of --server: the environment may name it for every command.
  app.add_option("--token-file", token_path_, "File that holds the token for the server")
      ->envname("TASNIF_TOKEN_FILE")
      ->type_name("FILE")
      ->group(kGroup);
}

absl::StatusOr<ClientOptions> ConnectOptions::Complete(ClientOptions options) const {
  options.tls = tls_;
  options.allow_plaintext_token = allow_plaintext_token_;
  if (token_path_.empty()) return options;
  TASNIF_ASSIGN_OR_RETURN(options.token, ReadToken(token_path_));
  return options;
}

absl::StatusOr<std::unique_ptr<Client>> ConnectOptions::Connect(ClientOptions options) const {
  TASNIF_ASSIGN_OR_RETURN(options, Complete(std::move(options)));
  return Client::Connect(std::move(options));
}

}  // namespace tasnif
