#include "cli/data.h"

#include <CLI/CLI.hpp>
#include <utility>
#include <vector>

#include "cli/command_group.h"
#include "cli/commands.h"

namespace tasnif {

void DuplicateFlags::Declare(CLI::App& app) {
  app.add_option("--near", options_.similarity,
                 "Articles that share this much of their three-word pieces repeat each other; 0: "
                 "only equal texts do")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  app.add_option("--max-memory", max_megabytes_, "For finding repeats, in MiB")
      ->check(CLI::Range(1, 1 << 20))
      ->capture_default_str();
}

DuplicateOptions DuplicateFlags::options() const {
  DuplicateOptions options = options_;
  options.max_bytes = max_megabytes_ << 20;
  return options;
}

std::unique_ptr<Command> MakeDataCommand() {
  std::vector<CommandGroup::Action> actions;
  actions.push_back({"check", "Find errors, repeats and leaks", MakeDataCheckCommand()});
  actions.push_back({"split", "Give each article its split", MakeDataSplitCommand()});
  actions.push_back({"merge", "Join files and drop repeats", MakeDataMergeCommand()});
  actions.push_back({"stats", "Count labels, languages and lengths", MakeDataStatsCommand()});
  return std::make_unique<CommandGroup>(std::move(actions));
}

}  // namespace tasnif
