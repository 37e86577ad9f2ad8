#include "cli/change_options.h"

#include <CLI/CLI.hpp>

#include "base/clock.h"
#include "cli/user_name.h"

namespace tasnif {

void ChangeOptions::Declare(CLI::App& app) {
  folder_option_ = models_.DeclareFolder(app);
  by_option_ = app.add_option("--by", who_, "Who does it; default: the user's name");
  by_option_->type_name("NAME");
  app.add_option("--why", why_, "Why; for the history")->type_name("TEXT")->required();
}

void ChangeOptions::DeclareServer(CLI::App& app) {
  CLI::Option* server = app.add_option(
      "--server", server_,
      "Change the models of this server while it serves; who does it says the token");
  server->type_name("HOST:PORT")->excludes(folder_option_)->excludes(by_option_);
  connect_.Declare(app, server);
}

absl::StatusOr<std::unique_ptr<Client>> ChangeOptions::Connect() const {
  if (server_.empty()) return std::unique_ptr<Client>();
  return connect_.Connect({.addresses = {server_}});
}

Change ChangeOptions::change() const {
  return {.who = who_.empty() ? UserName() : who_, .why = why_, .when = SystemClock().Now()};
}

}  // namespace tasnif
