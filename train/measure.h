// train/measure.h
//
// What a model that is not published yet answers on the parts of the recipe's data.
#ifndef TASNIF_TRAIN_MEASURE_H_
#define TASNIF_TRAIN_MEASURE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "labels/head_model.h"
#include "train/evaluate.h"
#include "train/recipe.h"
#include "train/selection.h"

namespace tasnif {

// A model in memory. bytes: of model.tsf. Errors of CompiledModel::FromBytes.
absl::StatusOr<std::shared_ptr<const HeadModel>> MakeHeadModel(const v1::Bundle& bundle,
                                                               const std::string& bytes);

struct MeasureContext {
  const Recipe& recipe;
  std::vector<std::string> data_paths;
  const Labeller& labeller;
  LabellerOptions labeller_options;
  Executor& executor;
  Progress* progress;  // May be null; counts lines.
};

// Of a part, this many articles are measured at most: the standard error of an accuracy then is
// below 0.0016, and memory does not grow with the data.
inline constexpr uint64_t kMaxMeasuredArticles = 100000;

struct MeasureOptions {
  // Measured share of the articles, by hash of their ids; the same ones for every model.
  double share = 1;
  // Fills Outcome.probabilities, which calibration needs; they are most of an outcome's memory.
  bool keeps_probabilities = true;
};

// The share that gives about `most` of `articles`.
double ShareToMeasure(uint64_t articles, uint64_t most = kMaxMeasuredArticles);

// Whether an article is of the share. Pure: the same articles whatever else is in the file.
bool IsMeasured(const LabelledArticle& article, double share);

// The outcomes of one part, over all files. Errors of CollectOutcomes.
absl::StatusOr<Outcomes> MeasurePart(const MeasureContext& context,
                                     const std::shared_ptr<const HeadModel>& model, Part part,
                                     const MeasureOptions& measured = {});

}  // namespace tasnif

#endif  // TASNIF_TRAIN_MEASURE_H_
