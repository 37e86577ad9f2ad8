// base/mapped_file.h
//
// A read-only file in memory, shared between processes through the page cache.
//
//   TASNIF_ASSIGN_OR_RETURN(auto file, MappedFile::Open("model.tsf"));
//   Use(file->bytes());
//
// A mapped file that is truncated by another process kills the reader with SIGBUS at the next
// access. Models are therefore published by rename and never written in place (registry/), and
// the reader checks sizes and checksums at open; a server copies them (ModelMemory::kCopied).
#ifndef TASNIF_BASE_MAPPED_FILE_H_
#define TASNIF_BASE_MAPPED_FILE_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

namespace tasnif {

// Immutable and thread-safe.
class MappedFile {
 public:
  // NOT_FOUND, PERMISSION_DENIED, or INVALID_ARGUMENT for a folder or other special file.
  // An empty file is fine and has empty bytes().
  static absl::StatusOr<std::unique_ptr<MappedFile>> Open(const std::string& path);
  // The same interface over a private copy of the file. As Open(), and DATA_LOSS where the file
  // shrinks meanwhile, RESOURCE_EXHAUSTED where there is no memory for it.
  static absl::StatusOr<std::unique_ptr<MappedFile>> ReadWhole(const std::string& path);

  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  // Maps all pages at once, for a caller that is about to read them all: a third of the time that
  // it takes page by page. Only advice; of a copy there is nothing to do.
  void Populate() const;

  // Starts at a page boundary where mapped; at a 64-byte boundary where copied.
  std::string_view bytes() const { return bytes_; }
  const std::string& path() const { return path_; }

 private:
  MappedFile(std::string path, std::string_view bytes, bool is_mapped)
      : path_(std::move(path)), bytes_(bytes), is_mapped_(is_mapped) {}

  std::string path_;
  std::string_view bytes_;
  bool is_mapped_;
};

}  // namespace tasnif

#endif  // TASNIF_BASE_MAPPED_FILE_H_
