#include "cli/feedback.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "cli/command_group.h"
#include "cli/commands.h"

namespace tasnif {

void StoreOption::Declare(CLI::App& app) {
  const char* from_environment = std::getenv("TASNIF_FEEDBACK");
  path_ = from_environment == nullptr ? "feedback.db" : from_environment;
  app.add_option("--store", path_, "File of corrections; default: $TASNIF_FEEDBACK or feedback.db")
      ->type_name("FILE");
}

absl::StatusOr<std::unique_ptr<CorrectionStore>> StoreOption::Open(TextPolicy policy,
                                                                   bool is_made) const {
  if (!is_made && !PosixFiles().Exists(path_)) {
    return absl::NotFoundError(absl::StrCat("no corrections '", path_,
                                            "'; name their file with --store, or make one with "
                                            "'tasnif feedback add'"));
  }
  return CorrectionStore::Open(path_, policy, clock_);
}

absl::StatusOr<absl::Time> ParseSince(const std::string& text) {
  absl::Time time = absl::InfinitePast();
  if (text.empty()) return time;
  for (const char* format : {absl::RFC3339_full, "%Y-%m-%d"}) {
    std::string error;
    if (absl::ParseTime(format, text, absl::UTCTimeZone(), &time, &error)) return time;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("--since is '", text, "', expected 2024-02-13 or 2024-02-13T10:00:00Z"));
}

std::unique_ptr<Command> MakeFeedbackCommand() {
  std::vector<CommandGroup::Action> actions;
  actions.push_back({"add", "Store corrections", MakeFeedbackAddCommand()});
  actions.push_back({"list", "Show corrections, newest first", MakeFeedbackListCommand()});
  actions.push_back({"export", "Write corrections as training data", MakeFeedbackExportCommand()});
  actions.push_back(
      {"queue", "Find the articles most worth labelling", MakeFeedbackQueueCommand()});
  return std::make_unique<CommandGroup>(std::move(actions));
}

}  // namespace tasnif
