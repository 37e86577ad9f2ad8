// train/fasttext_trainer.h
//
// The one place of train/ that knows libfasttext: rows in a file go in, a fastText model file comes
// out.
//
//   TASNIF_RETURN_IF_ERROR(TrainFastText(recipe.fasttext, "work/train.txt", "work/model.bin",
//                                        /*progress=*/nullptr));
//
// Deterministic for args.threads = 1 and a seed. Nothing is printed.
// Threads: safe; libfasttext starts its own.
// Cost: see the paper; about a million words a second and core at dim 16.
// Source: Joulin et al. 2016, "Bag of Tricks for Efficient Text Classification"; Mikolov et al.
// 2013, "Distributed Representations of Words and Phrases" (skip-gram); libfasttext 0.9.2.
#ifndef TASNIF_TRAIN_FASTTEXT_TRAINER_H_
#define TASNIF_TRAIN_FASTTEXT_TRAINER_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "train/recipe.h"
#include "train/word_vectors.h"

namespace tasnif {

// share: done, in [0, 1]; loss: mean over what was seen. Called from libfasttext's thread.
using TrainingProgress = std::function<void(double share, double loss)>;

// true: training is to end early. Asked from libfasttext's threads, as often as progress is told.
using StopCheck = std::function<bool()>;

// rows_path: one row a line, "__label__X word word …". progress: may be empty.
// INVALID_ARGUMENT: libfasttext refuses arguments or rows (fewer than one label, no word left after
// min_count); the message is its own. vectors_path: a file of WriteWordVectors whose words start
// with those vectors, whatever their count; empty for none. FAILED_PRECONDITION: training diverged
// to NaN: lower fasttext.lr. RESOURCE_EXHAUSTED: not enough memory. CANCELLED: should_stop said so.
// INTERNAL: the model cannot be written.
absl::Status TrainFastText(const FastTextArgs& args, const std::string& rows_path,
                           const std::string& model_path, const TrainingProgress& progress,
                           const std::string& vectors_path = "", const StopCheck& should_stop = {});

// Writes another model into model_path, which TrainFastText has made: each row of the input becomes
// one of `weights` ([rows][labels]), whose numbers are the logits, as many as there are labels.
// INVALID_ARGUMENT: another number of weights. Otherwise as TrainFastText.
absl::Status ReplaceWeights(const std::string& model_path, const std::vector<float>& weights);

// Skip-gram vectors of the words in text_path, [args.dim] each; seed and threads are those of
// `args`. Errors as above; INVALID_ARGUMENT also where no word is left after min_count.
absl::StatusOr<WordVectors> TrainWordVectors(const PretrainingRecipe& recipe,
                                             const FastTextArgs& args, const std::string& text_path,
                                             const TrainingProgress& progress);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_FASTTEXT_TRAINER_H_
