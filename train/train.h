// train/train.h
//
// From a recipe and data to a published bundle: read, balance, train, compile, calibrate, choose
// thresholds, make self-tests, measure, write the model card, publish.
//
//   TASNIF_ASSIGN_OR_RETURN(Recipe recipe, ReadRecipe("models/recipes/topic.json"));
//   TrainOptions options{.data_folder = "data", .models_folder = "models"};
//   TASNIF_ASSIGN_OR_RETURN(TrainResult result, Train(recipe, options, env));
//
// Deterministic for fasttext.threads = 1: the same recipe, data and program give the same bundle,
// byte for byte, but for `created`.
#ifndef TASNIF_TRAIN_TRAIN_H_
#define TASNIF_TRAIN_TRAIN_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/executor.h"
#include "base/files.h"
#include "base/progress.h"
#include "labels/labeller.h"
#include "registry/model_changes.h"
#include "train/memory_estimate.h"
#include "train/metrics.h"
#include "train/recipe.h"

namespace tasnif {

// How the settings of fastText were found (train/search.h).
struct SearchRecord {
  uint32_t trials = 0;      // That ended, on any number of rows.
  uint32_t best_trial = 0;  // From 0, which has the recipe's own settings.
  std::string metric;       // "macro_f1" or "accuracy".
  std::string part;         // "dev" or "holdout".
  double best_score = 0;
  absl::Duration budget;
};

struct TrainOptions {
  std::string data_folder;    // Holds the files that the recipe names.
  std::string models_folder;  // The bundle becomes models_folder/<head>/<version>.
  // For the training file, about as large as the unpacked data. Empty: the system's.
  std::string work_folder;
  // Licences of the data sets for the model card (models/recipes/data_sources.json). Empty: the
  // card names the data sets only.
  std::string data_sources_path;
  // Words start with the vectors of this file or bundle (train/warm_start.h), which then take the
  // place of the recipe's pretraining. Empty: not.
  std::string warm_start;
  // The bundle keeps its word vectors, for a later warm start.
  bool keeps_vectors = false;
  // Training that is estimated to take more is refused before it starts. 0: no limit.
  uint64_t max_memory_bytes = 0;
  // Told before libfasttext starts, in one line; may be empty.
  std::function<void(const MemoryEstimate&)> on_estimate;
  // How the recipe's settings were found, for manifest and card.
  std::optional<SearchRecord> search;
  LabellerOptions labeller;
  // For the history of the head; who and why are required.
  Change change;
};

// What training needs from outside; all must outlive the call.
struct TrainEnvironment {
  Executor& executor;
  const Clock& clock;
  Files& files;
  ProgressOutput progress;
};

struct TrainResult {
  std::string folder;        // models_folder/<head>/<version>
  v1::Bundle bundle;         // As published, without the checksums.
  bool is_champion = false;  // It was the first of its head and answers from now on.
  Evaluation dev;
  Evaluation test;
  Evaluation holdout;  // holdout_sources and holdout_publishers; empty where there are none.
  std::string report;  // The three as tables, and what the data set had.
};

// INVALID_ARGUMENT: the recipe asks for something impossible, data lines that cannot be read are
// too many, or no row is left; the message names file, line or key. NOT_FOUND: a data file is
// missing. RESOURCE_EXHAUSTED: no room on disk, or more memory than allowed. FAILED_PRECONDITION:
// the model came out unusable (NaN, a failed self-test). Errors of PublishVersion and Files.
absl::StatusOr<TrainResult> Train(const Recipe& recipe, const TrainOptions& options,
                                  const TrainEnvironment& environment);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_TRAIN_H_
