// train/word_vectors.h
//
// Vectors of words, and the file that hands them to libfasttext.
#ifndef TASNIF_TRAIN_WORD_VECTORS_H_
#define TASNIF_TRAIN_WORD_VECTORS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"

namespace tasnif {

struct WordVectors {
  uint32_t dim = 0;
  absl::flat_hash_map<std::string, std::vector<float>> of;  // [dim] each.
};

// Writes, for every word of rows_path that `vectors` has something to say about, its starting
// vector times `scale`, as word2vec's text format. Marked words (labels/stance_words.h) without a
// vector of their own start like the word behind the mark, stems like the mean of the words that
// have the stem. In the order in which the rows first name them, so that the same rows
// give the same file. Returns how many they are.
// Errors of LineReader; RESOURCE_EXHAUSTED: no room on disk.
absl::StatusOr<uint64_t> WriteStartingVectors(const WordVectors& vectors, double scale,
                                              const std::string& rows_path,
                                              const std::string& path);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_WORD_VECTORS_H_
