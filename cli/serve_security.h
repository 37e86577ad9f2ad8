// cli/serve_security.h
//
// TLS, tokens and roles of `tasnif serve`.
//
//   ServeSecurity security_;
//   security_.Declare(app);                                     // --access, --tls-cert, …
//   TASNIF_ASSIGN_OR_RETURN(const auto access, security_.Fill(clock, &options_));
//   TASNIF_ASSIGN_OR_RETURN(const auto server, Server::Create(options_, …));
#ifndef TASNIF_CLI_SERVE_SECURITY_H_
#define TASNIF_CLI_SERVE_SECURITY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/periodic.h"
#include "server/access_control.h"
#include "server/options.h"

namespace CLI {
class App;
}

namespace tasnif {

// The rules of a file, read again within a second when it changes. What is wrong with it is told on
// standard error, once.
class FreshAccess {
 public:
  explicit FreshAccess(std::unique_ptr<AccessControl> access);

  const AccessControl& access() const { return *access_; }

 private:
  // Constant after construction.
  const std::unique_ptr<AccessControl> access_;
  const Periodic refresh_;
};

class ServeSecurity {
 public:
  void Declare(CLI::App& app);

  // Fills `access`, `tls`, `allow_remote` and `allow_plaintext_tokens`. What is returned (null
  // without --access) must outlive the server, and clock both. Errors of AccessControl::Open.
  absl::StatusOr<std::unique_ptr<FreshAccess>> Fill(const Clock& clock,
                                                    ServerOptions* options) const;

  // What a client needs to talk to the server, as options of `tasnif`: "" or " --ca FILE …".
  std::string ClientHint() const;
  bool has_tls() const { return tls_.is_on(); }

 private:
  bool allow_remote_ = false;
  bool allow_plaintext_tokens_ = false;
  std::string access_path_;
  ServerTls tls_;
};

}  // namespace tasnif

#endif  // TASNIF_CLI_SERVE_SECURITY_H_
