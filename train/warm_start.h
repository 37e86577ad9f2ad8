// train/warm_start.h
//
// Word vectors of one model that the next one begins with.
//
//   TASNIF_ASSIGN_OR_RETURN(std::string vec, WordVectorFile(*model));     // kept in the bundle
//   TASNIF_ASSIGN_OR_RETURN(WarmStartSource source,
//                           FindWarmStart(files, "models", "topic", "champion"));
//   TASNIF_ASSIGN_OR_RETURN(WordVectors vectors, ReadWordVectors(source.path, dim));
//
// A compiled model cannot give its vectors back: it holds W * row, which has fewer numbers than the
// row, with the sub-words already added up, in half or a quarter of the precision. So a bundle that
// is to be begun from keeps them beside the model, in word2vec's text format; serving never reads
// them. The output matrix starts anew: labels may be others.
// Threads: pure but for reading.
#ifndef TASNIF_TRAIN_WARM_START_H_
#define TASNIF_TRAIN_WARM_START_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "base/files.h"
#include "engine/fasttext_model.h"
#include "train/word_vectors.h"

namespace tasnif {

inline constexpr std::string_view kVectorsFile = "vectors.vec";

struct WarmStartSource {
  std::string path;
  std::string name;  // "topic@3", or the name of the file.
};

// from: a file of vectors; or a version or alias of the head whose bundle keeps them.
// NOT_FOUND: neither; or the bundle keeps none, with the way out.
absl::StatusOr<WarmStartSource> FindWarmStart(const Files& files, const std::string& models_folder,
                                              const std::string& head, const std::string& from);

// "COUNT DIM", then a word and its numbers a line. Streams the file.
// INVALID_ARGUMENT: not such a file, or vectors of another dim; the message names the line. Errors
// of LineReader.
absl::StatusOr<WordVectors> ReadWordVectors(const std::string& path, uint32_t dim);

// The content of kVectorsFile: the input row of each word, without its sub-words, in the order of
// the vocabulary. Memory: the text, some nine bytes a number.
std::string WordVectorFile(const FastTextModel& model);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_WARM_START_H_
