#include "cli/corrections_place.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "cli/server_corrections.h"

namespace tasnif {

void CorrectionsPlace::Declare(CLI::App& app) {
  CLI::Option* store = store_.Declare(app);
  server_option_ =
      app.add_option("--server", server_, "The corrections of this server, in place of a file");
  // An empty variable of a script must not mean the file.
  server_option_->type_name("HOST:PORT")->excludes(store)->check([](const std::string& address) {
    return std::string(address.empty() ? "is empty, expected HOST:PORT" : "");
  });
  app.add_option("--timeout", timeout_seconds_, "Seconds that a call to the server may take")
      ->check(CLI::PositiveNumber)
      ->needs(server_option_)
      ->capture_default_str();
  connect_.Declare(app, server_option_);
}

absl::Status CorrectionsPlace::RefuseWithServer(bool is_given, const std::string& option,
                                                const std::string& way_out) const {
  if (!is_given || !is_server()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(option, " is of no use with --server: ", way_out));
}

absl::StatusOr<ClientOptions> CorrectionsPlace::client_options() const {
  return connect_.Complete({.addresses = {server_}, .timeout = absl::Seconds(timeout_seconds_)});
}

absl::StatusOr<std::unique_ptr<Client>> CorrectionsPlace::Connect() const {
  TASNIF_ASSIGN_OR_RETURN(ClientOptions options, client_options());
  return Client::Connect(std::move(options));
}

absl::StatusOr<std::unique_ptr<const CorrectionSource>> CorrectionsPlace::OpenToRead() const {
  if (is_server()) {
    TASNIF_ASSIGN_OR_RETURN(auto client, Connect());
    return std::make_unique<ServerCorrections>(std::move(client));
  }
  return store_.Open(TextPolicy::kHashOnly, /*is_made=*/false);
}

}  // namespace tasnif
