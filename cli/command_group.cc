#include "cli/command_group.h"

#include <CLI/CLI.hpp>

namespace tasnif {

void CommandGroup::Declare(CLI::App& app) {
  app.require_subcommand(1);
  for (Action& action : actions_) {
    action.app = app.add_subcommand(action.name, action.summary);
    action.command->Declare(*action.app);
  }
}

absl::StatusOr<Verdict> CommandGroup::Run() {
  for (const Action& action : actions_) {
    if (action.app->parsed()) return action.command->Run();
  }
  return absl::InvalidArgumentError("no action was named");  // Refused while parsing.
}

}  // namespace tasnif
