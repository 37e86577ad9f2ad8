// train/data_lines.h
//
// The articles of data files, one after the other, with what `tasnif data` needs of each.
//
//   ForEachDataLine({"a.jsonl.xz", "-"}, executor, &progress, [&](const DataLine& line) {
//     if (!line.status.ok()) …
//     return absl::OkStatus();
//   });
//
// Threads: lines are parsed and hashed on the executor, `visit` runs on the caller's thread in the
// order of the files. Memory: one block of lines.
#ifndef TASNIF_TRAIN_DATA_LINES_H_
#define TASNIF_TRAIN_DATA_LINES_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "base/executor.h"
#include "base/progress.h"
#include "labels/json_lines.h"
#include "train/min_hash.h"

namespace tasnif {

struct DataLine {
  size_t file = 0;      // Index into the paths.
  uint64_t number = 0;  // 1-based line.
  std::string place;    // "path:line"
  std::string text;     // The line as it stands there, without its end.
  // INVALID_ARGUMENT: not JSON, not the schema, or no text. RESOURCE_EXHAUSTED: too long. The rest
  // then is empty.
  absl::Status status;
  LabelledArticle article;
  uint64_t words = 0;      // Of title and text.
  uint64_t text_hash = 0;  // Of the words: case, marks and spacing make no difference.
  MinHash min_hash;
};

// paths: files, or "-" for standard input. progress: may be null; counts lines.
// Errors of LineReader and of `visit`, which ends the walk.
absl::Status ForEachDataLine(const std::vector<std::string>& paths, Executor& executor,
                             Progress* progress,
                             const std::function<absl::Status(const DataLine& line)>& visit);

// The publisher, or else the host of the address, or ""; in lower case, without "www.".
std::string PublisherOf(const v1::Article& article);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_DATA_LINES_H_
