// train/margin_trainer.h
//
// A linear model with wide margins instead of libfasttext's gradient descent: for each label, the
// weights that keep its rows apart from all others, and no larger than that takes. It finds the
// best weights there are, so it needs no learning rate and no luck; from a few thousand short texts
// it learns more than fastText does. The result is written as a fastText model, whose rows are the
// weights themselves, so that everything behind training stays as it is.
//
//   TASNIF_RETURN_IF_ERROR(TrainMarginModel(recipe.fasttext, "work/train.txt", "work/model.bin",
//                                           /*progress=*/nullptr));
//
// A row's value at a word is its share of the row times log(1 + rows / rows with the word), so that
// rare words count more; serving takes means of shares anyway, and the rest goes into the weights.
// With `cutoff` only so many words stay, those that move the scores of the rows most, and their
// weights are found once more without the others: a third of the words say nearly all there is.
//
// Deterministic. Threads: safe. Cost: `epoch` passes over the rows for each label; memory: the rows
// as 8 bytes a distinct word.
// Source: Hsieh et al. 2008, "A Dual Coordinate Descent Method for Large-scale Linear SVM" (squared
// hinge loss), one label against all others.
#ifndef TASNIF_TRAIN_MARGIN_TRAINER_H_
#define TASNIF_TRAIN_MARGIN_TRAINER_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "train/fasttext_trainer.h"
#include "train/recipe.h"

namespace tasnif {

// One text: its label's number, and each feature that it has with its value.
struct MarginRow {
  uint32_t label = 0;
  std::vector<std::pair<uint32_t, float>> values;
};

struct MarginProblem {
  std::vector<MarginRow> rows;
  uint32_t feature_count = 0;
  uint32_t label_count = 0;
};

struct MarginOptions {
  // What a row on the wrong side costs, against small weights; in units of one over the mean
  // squared length of the rows, so that it means the same for every data set.
  double cost = 1;
  // At most so many passes over the rows; fewer where nothing moves any more.
  uint32_t passes = 30;
  uint32_t seed = 1;
};

// The weights [feature][label]. Pure. progress: may be empty.
std::vector<float> FitMargins(const MarginProblem& problem, const MarginOptions& options,
                              const TrainingProgress& progress);

// rows_path, model_path, progress: as of TrainFastText. Of `args` it heeds cost, cutoff, epoch
// (passes), seed, word_ngrams, bucket, min_count, minn and maxn. With a cutoff, rows_path + ".kept"
// holds what stayed of the rows. Errors of TrainFastText,
// FastTextModel::Open, LineReader and ByteSink.
absl::Status TrainMarginModel(const FastTextArgs& args, const std::string& rows_path,
                              const std::string& model_path, const TrainingProgress& progress);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_MARGIN_TRAINER_H_
