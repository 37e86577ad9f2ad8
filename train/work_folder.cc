#include "train/work_folder.h"

#include <stdlib.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "base/files.h"

namespace tasnif {

absl::StatusOr<std::unique_ptr<WorkFolder>> WorkFolder::Create(const std::string& parent) {
  std::error_code error;
  const std::string folder =
      parent.empty() ? std::filesystem::temp_directory_path(error).string() : parent;
  std::string path = folder + "/tasnif-train-XXXXXX";
  if (mkdtemp(path.data()) == nullptr) {
    return ErrnoStatus(errno, "create a work folder", path);
  }
  return std::unique_ptr<WorkFolder>(new WorkFolder(path));
}

WorkFolder::~WorkFolder() {
  // Nothing can be done about an error here; the files are only intermediate.
  (void)PosixFiles().RemoveAll(path_);
}

absl::Status NoRoom(const std::string& path) {
  return absl::ResourceExhaustedError(
      absl::StrCat("cannot write '", path, "'; free some space, or set another work folder"));
}

}  // namespace tasnif
