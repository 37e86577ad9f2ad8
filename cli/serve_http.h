// cli/serve_http.h
//
// Options of `tasnif serve` for the HTTP port.
#ifndef TASNIF_CLI_SERVE_HTTP_H_
#define TASNIF_CLI_SERVE_HTTP_H_

#include <CLI/CLI.hpp>
#include <string>

#include "absl/status/status.h"
#include "server/options.h"

namespace tasnif {

class ServeHttpOptions {
 public:
  void Declare(CLI::App& app);

  void Fill(ServerOptions* options) const { options->http = http_; }

  // Writes the port file and says where the page is; address: empty where there is no HTTP port.
  // Errors of writing the file.
  absl::Status Announce(const std::string& address) const;

 private:
  HttpOptions http_;
  std::string port_file_;
};

}  // namespace tasnif

#endif  // TASNIF_CLI_SERVE_HTTP_H_
