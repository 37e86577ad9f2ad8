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

// Thread-safe. Errors of every call are those of ErrnoStatus() below.
class Files {
 public:
  virtual ~Files() = default;

  virtual absl::StatusOr<std::string> Read(const std::string& path) const = 0;
  // Creates or truncates, writes all, fsyncs.
  virtual absl::Status Write(const std::string& path, std::string_view bytes) = 0;
  // `to` is replaced at once. ALREADY_EXISTS where it is a folder with something in it.
  virtual absl::Status Rename(const std::string& from, const std::string& to) = 0;
  // Makes a rename or a new entry in `folder` durable.
  virtual absl::Status SyncFolder(const std::string& folder) = 0;
  // With parents; existing is fine.
  virtual absl::Status CreateFolder(const std::string& path) = 0;
  // A file, or a folder with all it holds; absent is fine.
  virtual absl::Status RemoveAll(const std::string& path) = 0;
  // Names, sorted, without "." and "..".
  virtual absl::StatusOr<std::vector<std::string>> List(const std::string& folder) const = 0;
  virtual bool Exists(const std::string& path) const = 0;
  virtual bool IsFolder(const std::string& path) const = 0;
};

// The real file system. Never deleted.
Files& PosixFiles();

// A reader sees the old or the new content, never a mixture, also after a crash. Writes and syncs
// "PATH.tmp-" and 16 hexadecimal digits beside it, then renames. After an error the content is the
// old one, except where the message says "was replaced": then it is the new one, but the machine
// may forget it in a crash. The folder must exist.
absl::Status WriteAtomically(Files& files, const std::string& path, std::string_view bytes);

// What errno says after `operation` on `path`: "cannot open x/y: No such file or directory".
// NOT_FOUND, PERMISSION_DENIED (also a read-only file system), RESOURCE_EXHAUSTED (disk, memory or
// descriptors used up), ALREADY_EXISTS, INVALID_ARGUMENT (a folder where a file is expected, a name
// too long, a loop of links), INTERNAL otherwise.
absl::Status ErrnoStatus(int error, std::string_view operation, std::string_view path);

}  // namespace tasnif

#endif  // TASNIF_BASE_FILES_H_
