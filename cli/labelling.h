// cli/labelling.h
//
// The work of `tasnif classify`: articles are read in blocks, labelled in parallel, and printed in
// the order they came in. Memory is bounded by one block.
#ifndef TASNIF_CLI_LABELLING_H_
#define TASNIF_CLI_LABELLING_H_

#include "absl/status/statusor.h"
#include "base/executor.h"
#include "base/progress.h"
#include "cli/article_input.h"
#include "cli/backend.h"
#include "cli/command.h"
#include "cli/output.h"
#include "labels/json_lines.h"

namespace tasnif {

enum class ResultFormat {
  kTable,
  kJsonLines,
};

// What the labelling works with; all must outlive the call.
struct LabellingTools {
  Backend& backend;
  Executor& executor;  // Parses and formats.
  Output& output;
  Progress& progress;
};

// Labels everything in `input`. An article that fails gets an error line in its place, and a
// message with file and line on standard error; a file that cannot be read gets the message only.
// Errors: those of the backend and of the output; CANCELLED where the reader of the output has
// gone.
absl::StatusOr<Verdict> LabelInput(ArticleInput* input, ResultFormat format,
                                   const LabellingTools& tools);

// An article ready to be labelled, or why it is not. Pure; tested on its own.
//   id        of the input, or its place where it has none
//   warnings  belong in front of the prediction's own
struct ParsedArticle {
  v1::Article article;
  absl::Status status;
  std::vector<std::string> warnings;
};
ParsedArticle ParseRaw(RawArticle raw);

}  // namespace tasnif

#endif  // TASNIF_CLI_LABELLING_H_
