// train/trial_runner.h
//
// Trains one model of a search and scores it.
//
//   TASNIF_ASSIGN_OR_RETURN(auto runner, TrialRunner::Create(context));
//   TASNIF_ASSIGN_OR_RETURN(double score, runner->Run(trial, should_stop));
//
// Rows, word vectors and the articles to judge by are prepared once. A share of the rows is the
// front of the training file, which was shuffled; fasttext.min_count is lowered by the same share,
// so that about the same words are known.
// Threads: one owner.
#ifndef TASNIF_TRAIN_TRIAL_RUNNER_H_
#define TASNIF_TRAIN_TRIAL_RUNNER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "labels/labeller.h"
#include "train/dataset.h"
#include "train/fasttext_trainer.h"
#include "train/halving_search.h"
#include "train/measure.h"
#include "train/recipe.h"

namespace tasnif {

// Raised where the same trial would get another score.
inline constexpr int kTrialVersion = 1;

struct TrialContext {
  const Recipe& recipe;
  const Dataset& dataset;
  std::string pretraining_path;  // Of ReadPretrainingText; empty: none.
  std::string data_folder;
  std::string work_folder;
  uint64_t max_memory_bytes = 0;  // 0: no limit.
  LabellerOptions labeller;
  Executor& executor;
};

class TrialRunner {
 public:
  // What `context` borrows must outlive the runner. INVALID_ARGUMENT: recipe.search.part has no
  // labelled article. Errors of TrainStartingVectors, LineReader and Labeller.
  static absl::StatusOr<std::unique_ptr<TrialRunner>> Create(const TrialContext& context);

  // The recipe's metric on its part; -1 where training diverged, libfasttext refuses the settings,
  // or they need too much memory, of any trial but the first. CANCELLED: should_stop said so.
  // Errors of WithSettings, BuildModel and MeasurePart.
  absl::StatusOr<double> Run(const Trial& trial, const StopCheck& should_stop);

 private:
  explicit TrialRunner(const TrialContext& context) : context_(context) {}

  absl::Status ExtractArticles();
  absl::StatusOr<std::string> RowsOf(double share);
  absl::Status CheckRoom(const Recipe& recipe, const std::string& rows);
  absl::StatusOr<double> Score(const Recipe& recipe, std::string model_bytes);

  const TrialContext context_;
  std::unique_ptr<const Labeller> labeller_;
  std::string articles_path_;
  std::string vectors_path_;
  std::map<double, std::string> rows_paths_;  // By share.
};

}  // namespace tasnif

#endif  // TASNIF_TRAIN_TRIAL_RUNNER_H_
