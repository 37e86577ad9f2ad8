#include "cli/serve_http.h"

#include <cstdio>

#include "base/files.h"
#include "base/status.h"

namespace tasnif {

void ServeHttpOptions::Declare(CLI::App& app) {
  app.add_option("--http-address", http_.address,
                 "Where to answer HTTP: JSON, health, metrics and a page; port 0 takes a free one; "
                 "without it there is no HTTP port")
      ->type_name("HOST:PORT");
  app.add_option("--http-host", http_.hosts,
                 "A further name that HTTP clients may call the server by, such as that of a proxy "
                 "in front; may be repeated")
      ->type_name("NAME")
      ->allow_extra_args(false);
  app.add_option("--http-port-file", port_file_, "Write HOST:PORT of HTTP here, as --port-file")
      ->type_name("FILE");
}

absl::Status ServeHttpOptions::Announce(const std::string& address) const {
  if (address.empty()) return absl::OkStatus();
  if (!port_file_.empty()) {
    TASNIF_RETURN_IF_ERROR(WriteAtomically(PosixFiles(), port_file_, address + "\n"));
  }
  std::printf("page and JSON on http://%s/ (docs/http.md)\n", address.c_str());
  return absl::OkStatus();
}

}  // namespace tasnif
