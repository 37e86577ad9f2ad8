// cli/serve_log.h
//
// Options of `tasnif serve` for its log: what is told, and how much.
#ifndef TASNIF_CLI_SERVE_LOG_H_
#define TASNIF_CLI_SERVE_LOG_H_

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "server/access_log.h"
#include "server/options.h"

namespace tasnif {

class ServeLogOptions {
 public:
  void Declare(CLI::App& app);

  // Makes the log and names it in `options`; this object and the clock must outlive the server.
  // INVALID_ARGUMENT: no such level or policy.
  absl::Status Fill(const Clock& clock, ServerOptions* options);

 private:
  std::string level_ = "info";
  std::string access_ = "all";
  double lines_per_second_ = 100;
  std::unique_ptr<Logger> logger_;
  std::unique_ptr<AccessLog> access_log_;
};

}  // namespace tasnif

#endif  // TASNIF_CLI_SERVE_LOG_H_
