// registry/folder_lock.h
//
// One writer at a time for the models of a head, over all processes of the machine.
//
//   TASNIF_ASSIGN_OR_RETURN(const FolderLock lock, FolderLock::Take("models/topic"));
//
// Readers need no lock: every change is one rename. The lock ends with the object or its process,
// however that ends. Threads: a value, moved but not shared.
// Source: flock(2).
#ifndef TASNIF_REGISTRY_FOLDER_LOCK_H_
#define TASNIF_REGISTRY_FOLDER_LOCK_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"

namespace tasnif {

class FolderLock {
 public:
  // Does not wait. UNAVAILABLE: another process or thread is changing the folder. Errors of
  // ErrnoStatus() where the folder is missing or not writable.
  static absl::StatusOr<FolderLock> Take(const std::string& folder);

  FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

}  // namespace tasnif

#endif  // TASNIF_REGISTRY_FOLDER_LOCK_H_
