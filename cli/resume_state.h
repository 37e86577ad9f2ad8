// cli/resume_state.h
//
// How far a long `tasnif classify` has come, in a file, so that it can go on after an interruption.
//
//   TASNIF_ASSIGN_OR_RETURN(ResumeState state, LoadResumeState(PosixFiles(), "run.state", fresh));
//   …
//   TASNIF_RETURN_IF_ERROR(SaveResumeState(PosixFiles(), "run.state", state));
//
// The file is replaced as a whole, after what it tells of is on the disk: whenever the program
// ends, the output up to `output_bytes` holds exactly the first `articles` of the input.
#ifndef TASNIF_CLI_RESUME_STATE_H_
#define TASNIF_CLI_RESUME_STATE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/files.h"

namespace tasnif {

struct ResumeState {
  // What the run is: another one must not go on with its state.
  std::vector<std::string> inputs;
  std::string output;
  std::string errors;  // Empty: none.

  uint64_t articles = 0;  // Of the input, labelled or failed.
  uint64_t failed = 0;    // Of these.
  uint64_t output_bytes = 0;
  uint64_t errors_bytes = 0;
};

// `fresh` where there is no file. INVALID_ARGUMENT: the file tells of another run, or is none of
// this kind. Errors of Files::Read.
absl::StatusOr<ResumeState> LoadResumeState(const Files& files, const std::string& path,
                                            const ResumeState& fresh);

// Errors of WriteAtomically.
absl::Status SaveResumeState(Files& files, const std::string& path, const ResumeState& state);

}  // namespace tasnif

#endif  // TASNIF_CLI_RESUME_STATE_H_
