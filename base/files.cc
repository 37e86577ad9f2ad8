#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <random>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace tasnif {
namespace {

namespace fs = std::filesystem;

absl::StatusCode CodeOf(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::StatusCode::kNotFound;
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::StatusCode::kPermissionDenied;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
    case EMFILE:
    case ENFILE:
    case ENOMEM:
      return absl::StatusCode::kResourceExhausted;
    case EEXIST:
    case ENOTEMPTY:
      return absl::StatusCode::kAlreadyExists;
    case EISDIR:
    case ENAMETOOLONG:
    case ELOOP:
      return absl::StatusCode::kInvalidArgument;
    default:
      return absl::StatusCode::kInternal;
  }
}

absl::Status FromErrorCode(const std::error_code& error, std::string_view operation,
                           std::string_view path) {
  return error ? ErrnoStatus(error.value(), operation, path) : absl::OkStatus();
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  // 0 or -1 with errno; close() can be the first to tell that the disk is full.
  int Close() { return close(std::exchange(fd_, -1)); }

 private:
  int fd_;
};

absl::Status WriteAll(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return ErrnoStatus(errno, "write", path);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

// A name beside `path` that no other writer uses, whatever thread, process or machine it is in.
std::string TemporaryName(const std::string& path) {
  std::random_device random;
  const uint64_t number = (uint64_t{random()} << 32) | random();
  return absl::StrCat(path, ".tmp-", absl::Hex(number, absl::kZeroPad16));
}

std::string FolderOf(const std::string& path) {
  const std::string folder = fs::path(path).parent_path();
  return folder.empty() ? "." : folder;
}

class RealFiles : public Files {
 public:
  absl::StatusOr<std::string> Read(const std::string& path) const override {
    Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) return ErrnoStatus(errno, "open", path);
    std::string bytes;
    char buffer[64 << 10];
    while (true) {
      const ssize_t read = ::read(file.get(), buffer, sizeof(buffer));
      if (read < 0 && errno == EINTR) continue;
      if (read < 0) return ErrnoStatus(errno, "read", path);
      if (read == 0) return bytes;
      bytes.append(buffer, static_cast<size_t>(read));
    }
  }

  absl::Status Write(const std::string& path, std::string_view bytes) override {
    Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!file.is_open()) return ErrnoStatus(errno, "create", path);
    TASNIF_RETURN_IF_ERROR(WriteAll(file.get(), bytes, path));
    if (fsync(file.get()) != 0) return ErrnoStatus(errno, "sync", path);
    if (file.Close() != 0) return ErrnoStatus(errno, "close", path);
    return absl::OkStatus();
  }

  absl::Status Rename(const std::string& from, const std::string& to) override {
    if (::rename(from.c_str(), to.c_str()) == 0) return absl::OkStatus();
    return ErrnoStatus(errno, "rename", absl::StrCat(from, " to ", to));
  }

  absl::Status SyncFolder(const std::string& folder) override {
    Descriptor file(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!file.is_open()) return ErrnoStatus(errno, "open", folder);
    if (fsync(file.get()) != 0) return ErrnoStatus(errno, "sync", folder);
    return absl::OkStatus();
  }

  absl::Status CreateFolder(const std::string& path) override {
    std::error_code error;
    fs::create_directories(path, error);
    return FromErrorCode(error, "create folder", path);
  }

  absl::Status RemoveAll(const std::string& path) override {
    std::error_code error;
    fs::remove_all(path, error);
    return FromErrorCode(error, "remove", path);
  }

  absl::StatusOr<std::vector<std::string>> List(const std::string& folder) const override {
    std::error_code error;
    std::vector<std::string> names;
    fs::directory_iterator entry(folder, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
      names.push_back(entry->path().filename());
    }
    if (error) return FromErrorCode(error, "list", folder);
    std::sort(names.begin(), names.end());
    return names;
  }

  bool Exists(const std::string& path) const override {
    std::error_code error;
    return fs::exists(path, error);
  }

  bool IsFolder(const std::string& path) const override {
    std::error_code error;
    return fs::is_directory(path, error);
  }
};

}  // namespace

Files& PosixFiles() {
  // Stateless; built on first use and never destroyed, so that the order of destruction at exit
  // does not matter.
  static RealFiles& files = *new RealFiles;
  return files;
}

absl::Status WriteAtomically(Files& files, const std::string& path, std::string_view bytes) {
  const std::string temporary = TemporaryName(path);
  absl::Status status = files.Write(temporary, bytes);
  if (status.ok()) status = files.Rename(temporary, path);
  if (!status.ok()) {
    // Best effort: the first error is the one to report.
    files.RemoveAll(temporary).IgnoreError();
    return Annotate(status, absl::StrCat("cannot replace ", path));
  }
  return Annotate(files.SyncFolder(FolderOf(path)), absl::StrCat(path, " was replaced"));
}

absl::Status ErrnoStatus(int error, std::string_view operation, std::string_view path) {
  return absl::Status(CodeOf(error),
                      absl::StrCat("cannot ", std::string(operation), " ", std::string(path), ": ",
                                   std::generic_category().message(error)));
}

}  // namespace tasnif
