// train/work_folder.h
//
// A folder of its own for intermediate files, removed at the end.
//
//   TASNIF_ASSIGN_OR_RETURN(auto work, WorkFolder::Create(options.work_folder));
//   WriteRows(rows, plan, work->path() + "/train.txt");
#ifndef TASNIF_TRAIN_WORK_FOLDER_H_
#define TASNIF_TRAIN_WORK_FOLDER_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tasnif {

class WorkFolder {
 public:
  // parent: must exist; empty: the system's folder for temporary files.
  // NOT_FOUND, PERMISSION_DENIED, RESOURCE_EXHAUSTED as errno says.
  static absl::StatusOr<std::unique_ptr<WorkFolder>> Create(const std::string& parent);
  ~WorkFolder();
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  explicit WorkFolder(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

// RESOURCE_EXHAUSTED: an intermediate file cannot be written; with the way out.
absl::Status NoRoom(const std::string& path);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_WORK_FOLDER_H_
