// train/search.h
//
// Finds settings of fastText for a recipe, within a time: trains many models, most of them on a
// share of the rows, and judges them by articles that they were not trained on, through the path
// that serves.
//
//   SearchOptions options{.data_folder = "data", .work_folder = "work", .total = absl::Minutes(5)};
//   TASNIF_ASSIGN_OR_RETURN(SearchResult found, Search(recipe, options, env));
//   Train(found.recipe, …);                               // the ordinary training
//
// The work folder keeps HEAD.trials.jsonl (train/trial_log.h) and HEAD.best.json, the recipe of the
// best trial, without a `search`. The same command again goes on after the last finished trial.
// Which trials are run, and what they score, depends on recipe and data; time decides only how many
// (fasttext.threads 1). The trial that is running when time is up ends at once and does not count.
// Threads: as Train(). Memory: that of a training.
#ifndef TASNIF_TRAIN_SEARCH_H_
#define TASNIF_TRAIN_SEARCH_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "labels/labeller.h"
#include "train/halving_search.h"
#include "train/recipe.h"
#include "train/train.h"

namespace tasnif {

struct SearchOptions {
  std::string data_folder;
  std::string work_folder;  // Must exist; keeps the trials.
  absl::Duration total;     // For trials, also those of earlier runs; reading the data is extra.
  // As TrainOptions: settings whose training would take more are not tried.
  uint64_t max_memory_bytes = 0;
  LabellerOptions labeller;
};

struct SearchResult {
  // Of the best trial with all rows; the recipe as it was, without `search`, where none ended.
  Recipe recipe;
  SearchRecord record;
  std::string recipe_path;  // Where `recipe` was written.
  std::string report;       // The trials as a table.
};

// Articles that a trial is judged by, at most.
inline constexpr uint64_t kMaxTrialArticles = 20000;

// The recipe with other settings of fastText, and without `search`: a normal recipe. Errors of
// ParseRecipe, where settings contradict each other or the rest of the recipe.
absl::StatusOr<Recipe> WithSettings(const Recipe& recipe, const SettingValues& values);

// INVALID_ARGUMENT: search.part has no labelled article; `search` names dim beside pretraining,
// whose vectors have one dim; the recipe reuses a version. FAILED_PRECONDITION, DATA_LOSS: the
// trials in the work folder (TrialLog::Open). Errors of BuildDataset, BuildModel, and Files.
absl::StatusOr<SearchResult> Search(const Recipe& recipe, const SearchOptions& options,
                                    const TrainEnvironment& environment);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_SEARCH_H_
