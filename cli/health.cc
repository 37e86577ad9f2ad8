#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "base/status.h"
#include "cli/commands.h"
#include "cli/connect_options.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Examples:
  tasnif health                                 exit code 0 where 127.0.0.1:8500 serves, else 3
  tasnif health --server 10.0.0.7:8500 --timeout 2
  tasnif health --server news.example.org:8500 --ca authorities.pem
  tasnif health --service tasnif.v1.Models)";

class HealthCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("--server", server_, "The server to ask")
        ->type_name("HOST:PORT")
        ->capture_default_str();
    connect_.Declare(app, nullptr);
    app.add_option("--service", service_, "The service to ask for; empty: the server as such")
        ->capture_default_str();
    app.add_option("--timeout", timeout_seconds_, "Seconds to wait for the answer")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.footer(kExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_ASSIGN_OR_RETURN(
        const auto client,
        connect_.Connect({.addresses = {server_}, .timeout = absl::Seconds(timeout_seconds_)}));
    TASNIF_RETURN_IF_ERROR(client->Check(service_));
    std::puts("SERVING");
    return Verdict::kAllDone;
  }

 private:
  std::string server_ = "127.0.0.1:8500";
  std::string service_ = std::string(kClassifierService);
  double timeout_seconds_ = 5;
  ConnectOptions connect_;
};

}  // namespace

std::unique_ptr<Command> MakeHealthCommand() { return std::make_unique<HealthCommand>(); }

}  // namespace tasnif
