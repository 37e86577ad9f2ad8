// train/line_blocks.h
//
// Works on the lines of a file in parallel and hands on the results in the order of the file, with
// bounded memory.
//
//   std::vector<Result> results(kLinesPerBlock);
//   TASNIF_RETURN_IF_ERROR(ForEachLine(path, executor, progress,
//       [&](const FileLine& line, size_t slot, size_t worker) { results[slot] = Parse(line); },
//       [&](const FileLine& line, size_t slot) { return Keep(results[slot]); }));
//
// Threads: `work` runs on the executor, `keep` on the caller's thread.
#ifndef TASNIF_TRAIN_LINE_BLOCKS_H_
#define TASNIF_TRAIN_LINE_BLOCKS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "base/executor.h"
#include "base/progress.h"

namespace tasnif {

inline constexpr size_t kLinesPerBlock = 512;

struct FileLine {
  uint64_t number = 0;  // 1-based.
  std::string text;     // Empty where status is not OK.
  absl::Status status;  // RESOURCE_EXHAUSTED: longer than LineReader allows.
};

// work: slot < kLinesPerBlock, worker < executor.worker_count(). keep: its error ends the reading.
// Empty lines are passed over. progress: may be null; advanced by one for each line.
// Errors of LineReader other than a line that is too long, and those of `keep`.
absl::Status ForEachLine(
    const std::string& path, Executor& executor, Progress* progress,
    const std::function<void(const FileLine& line, size_t slot, size_t worker)>& work,
    const std::function<absl::Status(const FileLine& line, size_t slot)>& keep);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_LINE_BLOCKS_H_
