// train/model_builder.h
//
// From training rows to a compiled model: libfasttext or wide margins, then our compiler.
//
//   TASNIF_ASSIGN_OR_RETURN(std::string bytes,
//                           BuildModel(recipe, {dataset.rows_path, vectors}, work, progress));
#ifndef TASNIF_TRAIN_MODEL_BUILDER_H_
#define TASNIF_TRAIN_MODEL_BUILDER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/fasttext_model.h"
#include "train/fasttext_trainer.h"
#include "train/recipe.h"

namespace tasnif {

// What a model is trained from.
struct TrainingInput {
  std::string rows_path;
  std::string vectors_path;  // Of Pretrain; empty: none.
  StopCheck should_stop;     // May be empty.
};

// The file of BuildModel, in work_folder, that libfasttext wrote.
inline constexpr std::string_view kFastTextFile = "model.bin";

// The bytes of `model.tsf`. Intermediate files go to work_folder.
// Errors of TrainFastText, TrainMarginModel, FastTextModel::Open and CompileModel.
absl::StatusOr<std::string> BuildModel(const Recipe& recipe, const TrainingInput& input,
                                       const std::string& work_folder,
                                       const TrainingProgress& progress);

// [bucket_count]: 1 for each bucket that a row of the file reads. Errors of LineReader.
absl::StatusOr<std::vector<uint8_t>> TouchedBuckets(const FastTextModel& model,
                                                    const std::string& rows_path);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_MODEL_BUILDER_H_
