#include "cli/feedback.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/command_group.h"
#include "cli/commands.h"

namespace tasnif {

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
