#include "cli/serve_log.h"

#include "base/status.h"

namespace tasnif {

void ServeLogOptions::Declare(CLI::App& app) {
  app.add_option("--log-level", level_, "Least level of a line of the log")
      ->check(CLI::IsMember({"debug", "info", "warning", "error", "off"}))
      ->capture_default_str();
  app.add_option("--access-log", access_, "Calls that get a line in the log")
      ->check(CLI::IsMember({"none", "errors", "all"}))
      ->capture_default_str();
  app.add_option("--access-log-rate", lines_per_second_,
                 "Lines for calls in a second; the rest is counted only")
      ->check(CLI::Range(1.0, 1e6))
      ->capture_default_str();
}

absl::Status ServeLogOptions::Fill(const Clock& clock, ServerOptions* options) {
  TASNIF_ASSIGN_OR_RETURN(const LogLevel level, ParseLogLevel(level_));
  TASNIF_ASSIGN_OR_RETURN(const AccessLogPolicy policy, ParseAccessLogPolicy(access_));
  logger_ = std::make_unique<Logger>(LogOptions{.minimum = level, .clock = &clock});
  access_log_ = std::make_unique<AccessLog>(
      AccessLogOptions{.policy = policy, .lines_per_second = lines_per_second_}, *logger_, clock);
  options->access_log = access_log_.get();
  return absl::OkStatus();
}

}  // namespace tasnif
