// train/retrain.h
//
// The loop from corrections to a challenger: merge, train, judge against the champion, and publish
// only what the gate lets through.
//
//   RetrainOptions options{.recipe = recipe, .corrections_path = "corrections.jsonl", …};
//   TASNIF_ASSIGN_OR_RETURN(RetrainResult result, Retrain(options, env));
//   result.version;                                  // "" where the gate refused it
//
// Training happens in a folder of its own: the models folder changes once, at the end. Corrections
// go into training only; what repeats a dev or test article is left out, so that whoever corrects
// cannot move the ruler.
// Threads: as Train(). Cost: a training, and two evaluations of the recipe's test part.
#ifndef TASNIF_TRAIN_RETRAIN_H_
#define TASNIF_TRAIN_RETRAIN_H_

#include <string>

#include "absl/status/statusor.h"
#include "registry/model_changes.h"
#include "train/data_merge.h"
#include "train/gate.h"
#include "train/recipe.h"
#include "train/train.h"

namespace tasnif {

struct RetrainOptions {
  Recipe recipe;
  std::string data_folder;       // Holds the files that the recipe names.
  std::string corrections_path;  // JSON lines of CorrectionExport; may hold none.
  std::string models_folder;
  std::string work_folder;  // Empty: the system's.
  // Each correction is written so many times; see SourceBalance::repeat.
  double corrections_repeat = 1;
  GateRules rules;
  // Articles whose label for the head is promised, JSON lines; empty: none.
  std::string probes_path;
  // Publish even where the gate says no; the history and the report say who did and why.
  bool is_forced = false;
  Change change;
  std::string data_sources_path;  // As TrainOptions.
  LabellerOptions labeller;
};

struct RetrainResult {
  GateOutcome gate;
  bool has_gate = false;  // false: there was no champion to be judged against.
  MergeCounts merged;
  std::string version;      // Published; empty where the gate refused it.
  std::string report_path;  // The gate's HTML report; empty without a gate.
};

// Errors of MergeData, Train, CollectOutcomes, RunGate and PublishVersion; the models folder then
// is as it was, but for a version that the message says was published.
absl::StatusOr<RetrainResult> Retrain(const RetrainOptions& options, const TrainEnvironment& env);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_RETRAIN_H_
