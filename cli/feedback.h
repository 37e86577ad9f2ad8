// cli/feedback.h
//
// The actions of `tasnif feedback`, and what they share.
#ifndef TASNIF_CLI_FEEDBACK_H_
#define TASNIF_CLI_FEEDBACK_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cli/command.h"

namespace tasnif {

std::unique_ptr<Command> MakeFeedbackAddCommand();
std::unique_ptr<Command> MakeFeedbackListCommand();
std::unique_ptr<Command> MakeFeedbackExportCommand();
std::unique_ptr<Command> MakeFeedbackQueueCommand();

// "2024-02-13" or RFC 3339. INVALID_ARGUMENT names the option.
absl::StatusOr<absl::Time> ParseSince(const std::string& text);

}  // namespace tasnif

#endif  // TASNIF_CLI_FEEDBACK_H_
