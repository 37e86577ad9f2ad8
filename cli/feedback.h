// cli/feedback.h
//
// The actions of `tasnif feedback`, and what they share.
#ifndef TASNIF_CLI_FEEDBACK_H_
#define TASNIF_CLI_FEEDBACK_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "cli/command.h"
#include "feedback/correction_store.h"

namespace tasnif {

std::unique_ptr<Command> MakeFeedbackAddCommand();
std::unique_ptr<Command> MakeFeedbackListCommand();
std::unique_ptr<Command> MakeFeedbackExportCommand();
std::unique_ptr<Command> MakeFeedbackQueueCommand();

// The option --store of every action.
class StoreOption {
 public:
  void Declare(CLI::App& app);
  // NOT_FOUND where the file is absent and may not be made. Errors of CorrectionStore::Open.
  absl::StatusOr<std::unique_ptr<CorrectionStore>> Open(TextPolicy policy, bool is_made) const;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  SystemClock clock_;
};

// "2024-02-13" or RFC 3339. INVALID_ARGUMENT names the option.
absl::StatusOr<absl::Time> ParseSince(const std::string& text);

}  // namespace tasnif

#endif  // TASNIF_CLI_FEEDBACK_H_
