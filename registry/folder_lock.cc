#include "registry/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "base/files.h"

namespace tasnif {

absl::StatusOr<FolderLock> FolderLock::Take(const std::string& folder) {
  // The folder itself would do, but for systems that mount it over a network.
  const std::string path = folder + "/.lock";
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return ErrnoStatus(errno, "open", path);
  FolderLock lock(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK) return ErrnoStatus(errno, "lock", path);
  return absl::UnavailableError(
      absl::StrCat("'", folder, "' is being changed by another process; try again"));
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace tasnif
