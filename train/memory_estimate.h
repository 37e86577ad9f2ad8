// train/memory_estimate.h
//
// How much memory a training will take at its peak, from what is known before it starts.
//
//   TASNIF_ASSIGN_OR_RETURN(VocabularySize words, CountVocabulary(dataset.rows_path, min_count));
//   MemoryEstimate estimate = EstimateMemory(recipe, words);
//   estimate.total();                                        // bytes
//
// libfasttext holds a hash table of fixed size, an entry for every distinct word (also of those
// that min_count drops later), one row of the input matrix for each word that stays and each
// bucket, and one of the output matrix for each label. tests/train/memory_estimate_test.cc holds
// the estimate against what a real training takes. Threads: pure but for reading. Cost: one pass
// over the rows, about 50 ns a word.
#ifndef TASNIF_TRAIN_MEMORY_ESTIMATE_H_
#define TASNIF_TRAIN_MEMORY_ESTIMATE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "train/recipe.h"

namespace tasnif {

struct VocabularySize {
  uint64_t distinct_words = 0;
  uint64_t kept_words = 0;  // Those that occur min_count times.
  uint64_t kept_bytes = 0;  // Of the kept words, UTF-8.
  uint64_t long_words = 0;  // Distinct ones of more than 15 bytes, which need memory of their own.
  uint64_t labels = 0;
};

// Of a training file ("__label__X word …"). Words are told apart by 64-bit hashes. Memory: about 20
// bytes a distinct word, less than libfasttext will need. Errors of LineReader.
absl::StatusOr<VocabularySize> CountVocabulary(const std::string& rows_path, uint32_t min_count);

// In bytes.
struct MemoryEstimate {
  uint64_t program = 0;     // Text path, rules, blocks of lines.
  uint64_t dictionary = 0;  // libfasttext's words.
  uint64_t input = 0;       // (words + buckets) x dim numbers of 4 bytes.
  uint64_t output = 0;      // labels x dim numbers of 4 bytes.
  uint64_t vectors = 0;     // Starting vectors, while libfasttext reads them.
  uint64_t compiling = 0;   // The compiled model, twice.

  // The larger of training and compiling, with the program.
  uint64_t total() const;
};

// Pure.
MemoryEstimate EstimateMemory(const Recipe& recipe, const VocabularySize& words,
                              bool has_starting_vectors);

// "412 MB: …": one line for people, with where it goes to.
std::string DescribeMemory(const MemoryEstimate& estimate);

// RESOURCE_EXHAUSTED, with the way out, where the estimate is above max_bytes. 0: no limit.
absl::Status CheckMemory(const MemoryEstimate& estimate, uint64_t max_bytes);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_MEMORY_ESTIMATE_H_
