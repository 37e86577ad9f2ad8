// train/dataset.h
//
// From articles to training rows: every file of the recipe is streamed through the text pipeline
// that also serves, and the rows are left in a file, balanced and in training order.
//
//   TASNIF_ASSIGN_OR_RETURN(Dataset dataset,
//                           BuildDataset(recipe, "data", "work", executor, &progress));
//   TrainFastText(recipe.fasttext, dataset.rows_path, …);
//
// Memory: four bytes a row, for their order; texts and what is known of them stay on disk.
#ifndef TASNIF_TRAIN_DATASET_H_
#define TASNIF_TRAIN_DATASET_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/executor.h"
#include "base/progress.h"
#include "tasnif/v1/bundle.pb.h"
#include "train/data_file.h"
#include "train/recipe.h"
#include "train/selection.h"

namespace tasnif {

// What was read and what became of it.
struct DatasetCounts : LineCounts {
  uint64_t too_short = 0;  // Training articles below min_words.
  // Training articles by data set and label, before balancing.
  std::map<std::string, std::map<std::string, uint64_t>> articles;
  std::map<std::string, uint64_t> languages;  // Of the training articles.
  std::map<Part, uint64_t> parts;             // Labelled articles by what they are for.
  // Rows written, by label.
  std::map<std::string, uint64_t> rows;
};

struct Dataset {
  std::string rows_path;  // "__label__X word …", one row a line, shuffled.
  uint64_t row_count = 0;
  DatasetCounts counts;
  std::vector<v1::DataSet> files;    // Name, checksum and lines of each data file.
  v1::StanceOptions stance_options;  // With the known targets that were found.
};

// Files in work_folder are replaced. progress: may be null; counts lines.
// NOT_FOUND: a data file is missing. INVALID_ARGUMENT: more bad lines than
// recipe.selection.max_bad_share (the first one is named), or nothing is left to train on.
// RESOURCE_EXHAUSTED: no room in work_folder. Errors of LineReader.
absl::StatusOr<Dataset> BuildDataset(const Recipe& recipe, const std::string& data_folder,
                                     const std::string& work_folder, Executor& executor,
                                     Progress* progress);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_DATASET_H_
