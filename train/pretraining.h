// train/pretraining.h
//
// Words learn what they mean from text without labels, before rows teach them labels.
//
//   TASNIF_ASSIGN_OR_RETURN(const PretrainingText text,
//                           ReadPretrainingText(recipe, data, work, executor, progress));
//   TASNIF_ASSIGN_OR_RETURN(const std::string vectors, TrainStartingVectors(
//                           recipe, {text.path, dataset.rows_path}, work, progress));
//   TrainFastText(args, dataset.rows_path, model, progress, vectors);
#ifndef TASNIF_TRAIN_PRETRAINING_H_
#define TASNIF_TRAIN_PRETRAINING_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/executor.h"
#include "base/progress.h"
#include "tasnif/v1/bundle.pb.h"
#include "train/fasttext_trainer.h"
#include "train/recipe.h"

namespace tasnif {

struct PretrainingText {
  std::string path;                          // One article a line. Empty: the recipe asks for none.
  std::map<std::string, uint64_t> articles;  // Read, by data set.
  std::vector<v1::DataSet> files;            // Name, checksum and lines of each data file.
};

// Reads the files of recipe.pretraining through the text path that serves. A file in work_folder is
// replaced. progress: may be null; counts lines.
// NOT_FOUND: a data file is missing. INVALID_ARGUMENT: nothing is left to read, or too many bad
// lines, as in BuildDataset. RESOURCE_EXHAUSTED: no room on disk.
absl::StatusOr<PretrainingText> ReadPretrainingText(const Recipe& recipe,
                                                    const std::string& data_folder,
                                                    const std::string& work_folder,
                                                    Executor& executor, Progress* progress);

struct VectorInput {
  std::string text_path;  // Of ReadPretrainingText.
  std::string rows_path;  // Only words of these rows get a vector.
};

// The file of starting vectors, in work_folder.
// Errors of TrainWordVectors and WriteStartingVectors.
absl::StatusOr<std::string> TrainStartingVectors(const Recipe& recipe, const VectorInput& input,
                                                 const std::string& work_folder,
                                                 const TrainingProgress& progress);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_PRETRAINING_H_
