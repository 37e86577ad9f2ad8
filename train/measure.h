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

// The outcomes of one part, over all files, with probabilities. Errors of CollectOutcomes.
absl::StatusOr<Outcomes> MeasurePart(const MeasureContext& context,
                                     const std::shared_ptr<const HeadModel>& model, Part part);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_MEASURE_H_
