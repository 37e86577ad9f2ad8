// train/data_file.h
//
// What reading the data files of a recipe has in common, whatever is read from them: lines that
// cannot be read are counted and bounded, and each file is identified in the manifest.
#ifndef TASNIF_TRAIN_DATA_FILE_H_
#define TASNIF_TRAIN_DATA_FILE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tasnif/v1/bundle.pb.h"

namespace tasnif {

struct LineCounts {
  uint64_t lines = 0;
  uint64_t bad_lines = 0;  // Not JSON, not the schema, too long; or an article that cannot be read.
  std::string first_bad;   // With file and line; empty where none was bad.

  void Count(const absl::Status& status, const std::string& path, uint64_t line);
  // INVALID_ARGUMENT, naming the first one, where a larger share than max_bad_share was bad.
  absl::Status Check(double max_bad_share) const;
};

// Name, SHA-256 and lines of a file. As errno says.
absl::StatusOr<v1::DataSet> Fingerprint(const std::string& name, const std::string& path,
                                        uint64_t lines);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_DATA_FILE_H_
