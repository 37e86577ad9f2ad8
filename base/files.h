// base/files.h
//
// The file operations that must survive a crash, behind an interface that tests can make fail.
//
//   TASNIF_RETURN_IF_ERROR(WriteAtomically(files, "models/topic/aliases.json", json));
//
// Source of the write-sync-rename-sync order: Pillai et al. 2014, "All File Systems Are Not
// Created Equal" (OSDI), section 4.
#ifndef TASNIF_BASE_FILES_H_
#define TASNIF_BASE_FILES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tasnif {

// Thread-safe. Errors of every call: NOT_FOUND, PERMISSION_DENIED, RESOURCE_EXHAUSTED (disk full),
// INTERNAL otherwise; the message names the path and the operation.
class Files {
 public:
  virtual ~Files() = default;

  virtual absl::StatusOr<std::string> Read(const std::string& path) const = 0;
  // Creates or truncates, writes all, fsyncs.
  virtual absl::Status Write(const std::string& path, std::string_view bytes) = 0;
  virtual absl::Status Rename(const std::string& from, const std::string& to) = 0;
  // Makes a rename or a new entry in `folder` durable.
  virtual absl::Status SyncFolder(const std::string& folder) = 0;
  // With parents; existing is fine.
  virtual absl::Status CreateFolder(const std::string& path) = 0;
  virtual absl::Status RemoveAll(const std::string& path) = 0;
  // Names, sorted, without "." and "..".
  virtual absl::StatusOr<std::vector<std::string>> List(const std::string& folder) const = 0;
  virtual bool Exists(const std::string& path) const = 0;
  virtual bool IsFolder(const std::string& path) const = 0;
};

// The real file system. Never deleted.
Files& PosixFiles();

// A reader sees the old or the new content, never a mixture, also after a crash.
absl::Status WriteAtomically(Files& files, const std::string& path, std::string_view bytes);

// `status` for errno after `operation` on `path`: "cannot open /x/y: No such file or directory".
absl::Status ErrnoStatus(int error, std::string_view operation, std::string_view path);

}  // namespace tasnif

#endif  // TASNIF_BASE_FILES_H_
