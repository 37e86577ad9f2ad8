// train/data_merge.h
//
// Several data files as one: of articles that repeat each other the one of the earlier file stays,
// and what is judged by stays untouched.
//
//   MergeOptions options{.inputs = {"corrections.jsonl", "topic.jsonl.xz"}};
//   TASNIF_ASSIGN_OR_RETURN(MergeCounts counts, MergeData(options, executor, &progress, write));
//
// Articles of a protected split are written as they are, wherever they stand, and an article of
// another split that repeats one of them is left out: no correction can move the ruler, nor be
// trained on and judged by.
// Threads: parsing on the executor. Memory: that of DuplicateIndex for all inputs but the last, and
// for protected articles. Inputs are read twice where splits are protected.
#ifndef TASNIF_TRAIN_DATA_MERGE_H_
#define TASNIF_TRAIN_DATA_MERGE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/executor.h"
#include "base/progress.h"
#include "train/data_file.h"
#include "train/duplicate_index.h"

namespace tasnif {

struct MergeOptions {
  // The earlier one wins. "-" for standard input, where no split is protected.
  std::vector<std::string> inputs;
  std::vector<std::string> protected_splits = {"dev", "test"};
  // Repeats inside one input stay; only later inputs lose what an earlier one has.
  bool keeps_own_repeats = false;
  DuplicateOptions duplicates;
};

struct MergeCounts : LineCounts {
  uint64_t written = 0;
  uint64_t protected_articles = 0;  // Of `written`.
  uint64_t repeats = 0;             // Left out: an earlier article is the same or nearly so.
  uint64_t leaks = 0;               // Left out: they repeat a protected article.
};

// write: a line without its end. Lines that are no articles are counted and left out.
// INVALID_ARGUMENT: no input, or "-" with protected splits. RESOURCE_EXHAUSTED: DuplicateIndex is
// full. Errors of ForEachDataLine and of `write`.
absl::StatusOr<MergeCounts> MergeData(
    const MergeOptions& options, Executor& executor, Progress* progress,
    const std::function<absl::Status(const std::string& line)>& write);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_DATA_MERGE_H_
