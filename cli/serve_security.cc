#include "cli/serve_security.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "base/files.h"
#include "base/status.h"
#include "cli/console.h"

namespace tasnif {
namespace {

constexpr char kGroup[] = "Security";

// Short, for a token that was lost is taken out of the file in a hurry; a file of some lines is
// read in microseconds.
constexpr absl::Duration kAccessRefresh = absl::Seconds(1);

}  // namespace

FreshAccess::FreshAccess(std::unique_ptr<AccessControl> access)
    : access_(std::move(access)), refresh_(kAccessRefresh, [this] {
        const absl::Status status = access_->Refresh();
        if (!status.ok()) Complain(Annotate(status, "the rules of access stay as they were"));
      }) {}

void ServeSecurity::Declare(CLI::App& app) {
  app.add_flag(
         "--allow-remote", allow_remote_,
         "Allow an address that other machines can reach; without --access they may classify, "
         "and no more")
      ->group(kGroup);
  app.add_option(
         "--access", access_path_,
         "Who may do what, by token or certificate; see 'tasnif token new'. Read again when "
         "it changes")
      ->type_name("FILE")
      ->group(kGroup);
  app.add_option(
         "--tls-cert", tls_.certificate_path,
         "Serve TLS with this certificate (PEM, then those that signed it). Read again when "
         "it changes, like the others")
      ->type_name("FILE")
      ->group(kGroup);
  app.add_option("--tls-key", tls_.key_path, "Its key (PEM)")->type_name("FILE")->group(kGroup);
  app.add_option("--client-ca", tls_.client_authorities_path,
                 "Take only clients with a certificate that these authorities (PEM) signed")
      ->type_name("FILE")
      ->group(kGroup);
  app.add_option_function<double>(
         "--tls-refresh", [this](double seconds) { tls_.refresh = absl::Seconds(seconds); },
         "Seconds between looks at the files of certificates")
      ->type_name("SECONDS")
      ->check(CLI::Range(1.0, 86400.0))
      ->default_str("10")
      ->group(kGroup);
  app.add_flag("--allow-plaintext-tokens", allow_plaintext_tokens_,
               "Take tokens without TLS on an address that other machines can reach: for a server "
               "behind something that does TLS")
      ->group(kGroup);
}

absl::StatusOr<std::unique_ptr<FreshAccess>> ServeSecurity::Fill(const Clock& clock,
                                                                 ServerOptions* options) const {
  options->allow_remote = allow_remote_;
  options->allow_plaintext_tokens = allow_plaintext_tokens_;
  options->tls = tls_;
  if (access_path_.empty()) return std::unique_ptr<FreshAccess>();
  TASNIF_ASSIGN_OR_RETURN(auto access, AccessControl::Open(access_path_, PosixFiles(), clock));
  auto fresh = std::make_unique<FreshAccess>(std::move(access));
  options->access = &fresh->access();
  return fresh;
}

std::string ServeSecurity::ClientHint() const {
  std::string hint;
  if (tls_.is_on()) hint += " --ca AUTHORITIES";
  if (!tls_.client_authorities_path.empty()) hint += " --cert CERTIFICATE --key KEY";
  if (!access_path_.empty()) hint += " --token-file FILE";
  return hint;
}

}  // namespace tasnif
