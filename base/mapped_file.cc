#include "base/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <new>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "base/files.h"
#include "base/status.h"

namespace tasnif {
namespace {

constexpr std::align_val_t kCopyAlignment{64};

// Opens a regular file and tells its size.
absl::StatusOr<std::pair<int, size_t>> OpenRegular(const std::string& path) {
  // Without O_NONBLOCK, opening a named pipe would wait for its writer.
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return ErrnoStatus(errno, "open", path);
  struct stat stat;
  absl::Status status;
  if (fstat(fd, &stat) != 0) {
    status = ErrnoStatus(errno, "stat", path);
  } else if (!S_ISREG(stat.st_mode)) {
    status = absl::InvalidArgumentError(
        absl::StrCat("cannot open ", path, ": not a regular file; give the path of a file"));
  }
  if (status.ok()) return std::pair(fd, static_cast<size_t>(stat.st_size));
  close(fd);
  return status;
}

absl::Status ReadExactly(int fd, char* to, size_t bytes, const std::string& path) {
  while (bytes > 0) {
    const ssize_t read = ::read(fd, to, bytes);
    if (read < 0 && errno == EINTR) continue;
    if (read < 0) return ErrnoStatus(errno, "read", path);
    if (read == 0) {
      return absl::DataLossError(absl::StrCat(path, " became ", bytes,
                                              " bytes shorter while it was read; replace files by "
                                              "rename, never in place"));
    }
    to += read;
    bytes -= static_cast<size_t>(read);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<MappedFile>> MappedFile::Open(const std::string& path) {
  TASNIF_ASSIGN_OR_RETURN(const auto file, OpenRegular(path));
  const auto [fd, size] = file;
  // mmap refuses a length of 0.
  void* start = size == 0 ? nullptr : mmap(nullptr, size, PROT_READ, MAP_SHARED, fd, 0);
  const int error = errno;
  close(fd);
  if (start == MAP_FAILED) return ErrnoStatus(error, "map", path);
  const std::string_view bytes(static_cast<const char*>(start), size);
  return std::unique_ptr<MappedFile>(new MappedFile(path, bytes, true));
}

absl::StatusOr<std::unique_ptr<MappedFile>> MappedFile::ReadWhole(const std::string& path) {
  TASNIF_ASSIGN_OR_RETURN(const auto file, OpenRegular(path));
  const auto [fd, size] = file;
  absl::Cleanup close_file = [fd = fd] { close(fd); };
  char* copy = static_cast<char*>(::operator new(size, kCopyAlignment, std::nothrow));
  if (copy == nullptr) return ErrnoStatus(ENOMEM, "read", path);
  std::unique_ptr<MappedFile> whole(new MappedFile(path, {copy, size}, false));
  TASNIF_RETURN_IF_ERROR(ReadExactly(fd, copy, size, path));
  return whole;
}

void MappedFile::Populate() const {
#if defined(MADV_POPULATE_READ)
  if (!is_mapped_ || bytes_.empty()) return;
  // A kernel that knows no such advice (before 5.14) brings the pages one by one instead.
  madvise(const_cast<char*>(bytes_.data()), bytes_.size(), MADV_POPULATE_READ);
#endif
}

MappedFile::~MappedFile() {
  void* start = const_cast<char*>(bytes_.data());
  if (!is_mapped_) {
    ::operator delete(start, kCopyAlignment);
  } else if (start != nullptr) {
    munmap(start, bytes_.size());
  }
}

}  // namespace tasnif
