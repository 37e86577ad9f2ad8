// train/error_examples.h
//
// The worst mistakes of a model, with the words that made them: what to look at first.
//
//   const std::vector<Outcome> worst = SurestErrors(outcomes.outcomes, 20);
//   TASNIF_ASSIGN_OR_RETURN(auto examples, ExplainErrors(labeller, models, {path}, options, worst,
//                                                        executor));
#ifndef TASNIF_TRAIN_ERROR_EXAMPLES_H_
#define TASNIF_TRAIN_ERROR_EXAMPLES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/executor.h"
#include "tasnif/v1/classifier.pb.h"
#include "train/evaluate.h"

namespace tasnif {

struct ErrorExample {
  Outcome outcome;
  std::string id;
  std::string target;   // Of a stance.
  std::string title;    // As sent.
  std::string excerpt;  // The beginning of the text, or the sentence that was judged.
  // Of the label that was answered, strongest first.
  std::vector<v1::Contribution> words;
};

// At most `count` wrong outcomes, those with the largest probability first; of equal ones the
// earlier. Pure.
std::vector<Outcome> SurestErrors(const std::vector<Outcome>& outcomes, size_t count);

// Reads the articles of `errors` again and explains the label that was answered, in the order of
// `errors`. paths: Outcome.file numbers them. options: those of the measurement.
// NOT_FOUND: no such file, head or version. Errors of LineReader. An article that cannot be read
// again is left out.
absl::StatusOr<std::vector<ErrorExample>> ExplainErrors(
    const Labeller& labeller, const ModelSet& models, const std::vector<std::string>& paths,
    const EvaluateOptions& options, const std::vector<Outcome>& errors, Executor& executor);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_ERROR_EXAMPLES_H_
