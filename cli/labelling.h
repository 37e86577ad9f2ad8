// cli/labelling.h
//
// The work of `tasnif classify`: articles are read in blocks, labelled in parallel, and printed in
// the order they came in, as soon as they are done. Memory is bounded, whatever the length of the
// input: the backend says how many articles may be under way.
//
//   LabellingTools tools = {.backend = …, .executor = …, .output = …, .progress = …, .clock = …};
//   absl::StatusOr<Verdict> verdict = LabelInput(&input, {.format = ResultFormat::kJsonLines},
//   tools);
//
// Threads: the caller's reads, the executor's parse, label and format, one of its own writes. A
// reader that waits for a slow pipe keeps no finished article back.
#ifndef TASNIF_CLI_LABELLING_H_
#define TASNIF_CLI_LABELLING_H_

#include <string>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/executor.h"
#include "base/progress.h"
#include "cli/article_input.h"
#include "cli/backend.h"
#include "cli/command.h"
#include "cli/label_block.h"
#include "cli/output.h"
#include "cli/resume_state.h"

namespace tasnif {

struct LabellingOptions {
  ResultFormat format = ResultFormat::kJsonLines;
  // Where the state is kept, every few seconds and at the end; empty: nowhere.
  std::string state_path;
  // Where to begin: that many articles of the input are passed over.
  ResumeState state;
};

// What the labelling works with; all must outlive the call.
struct LabellingTools {
  Backend& backend;
  Executor& executor;
  Output& output;
  // Takes failed articles instead of `output` and standard error; may be null.
  Output* errors = nullptr;
  Progress& progress;
  const Clock& clock;
};

// Labels everything in `input`. An article that fails gets an error line in its place, and a
// message with file and line on standard error; a file that cannot be read gets the message only.
// kSomeFailed also where articles failed before the state in `options`.
// Errors: those of the backend and of the output; CANCELLED where the reader of the output has
// gone. What was labelled by then is written and in the state.
absl::StatusOr<Verdict> LabelInput(ArticleInput* input, const LabellingOptions& options,
                                   const LabellingTools& tools);

}  // namespace tasnif

#endif  // TASNIF_CLI_LABELLING_H_
