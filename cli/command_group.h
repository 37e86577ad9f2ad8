// cli/command_group.h
//
// A command whose first argument names one of its actions: `tasnif feedback add`.
//
//   return std::make_unique<CommandGroup>(std::vector<CommandGroup::Action>{
//       {"add", "Store a correction", MakeFeedbackAddCommand()}, …});
#ifndef TASNIF_CLI_COMMAND_GROUP_H_
#define TASNIF_CLI_COMMAND_GROUP_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.h"

namespace tasnif {

class CommandGroup : public Command {
 public:
  struct Action {
    std::string name;
    std::string summary;
    std::unique_ptr<Command> command;
    CLI::App* app = nullptr;  // Set by Declare().
  };

  explicit CommandGroup(std::vector<Action> actions) : actions_(std::move(actions)) {}

  void Declare(CLI::App& app) override;
  absl::StatusOr<Verdict> Run() override;

 private:
  std::vector<Action> actions_;
};

}  // namespace tasnif

#endif  // TASNIF_CLI_COMMAND_GROUP_H_
