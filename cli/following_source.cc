#include "cli/following_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "base/files.h"
#include "base/status.h"

namespace tasnif {
namespace {

constexpr absl::Duration kPause = absl::Milliseconds(200);

class FollowingSource : public ByteSource {
 public:
  FollowingSource(std::string path, int descriptor, const std::atomic<bool>& is_over)
      : path_(std::move(path)), is_over_(is_over), descriptor_(descriptor) {}
  ~FollowingSource() override { close(descriptor_); }
  FollowingSource(const FollowingSource&) = delete;
  FollowingSource& operator=(const FollowingSource&) = delete;

  absl::StatusOr<size_t> Read(absl::Span<char> out) override {
    while (true) {
      // Before the read: what was written until then is still given out.
      const bool is_last = is_over_;
      const ssize_t count = read(descriptor_, out.data(), out.size());
      if (count < 0 && errno != EINTR) return ErrnoStatus(errno, "read", path_);
      if (count > 0) {
        position_ += static_cast<uint64_t>(count);
        return static_cast<size_t>(count);
      }
      if (count == 0 && is_last) return 0;
      if (count == 0 && !ReopenIfReplaced()) absl::SleepFor(kPause);
    }
  }
  bool IsReady() const override {
    struct stat stat;
    return fstat(descriptor_, &stat) == 0 && static_cast<uint64_t>(stat.st_size) > position_;
  }
  uint64_t consumed_bytes() const override { return position_; }
  uint64_t total_bytes() const override { return 0; }  // Nobody knows.

 private:
  // true: the name stands for another file now, or for a shorter one.
  bool ReopenIfReplaced() {
    struct stat here, there;
    if (fstat(descriptor_, &here) != 0 || stat(path_.c_str(), &there) != 0) return false;
    const bool is_same = here.st_ino == there.st_ino && here.st_dev == there.st_dev;
    if (is_same && static_cast<uint64_t>(there.st_size) >= position_) return false;
    const int next = open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    if (next < 0) return false;
    close(std::exchange(descriptor_, next));
    position_ = 0;
    return true;
  }

  // Constant after construction.
  const std::string path_;
  const std::atomic<bool>& is_over_;

  int descriptor_;
  uint64_t position_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ByteSource>> OpenFollowingSource(const std::string& path,
                                                                const std::atomic<bool>& is_over) {
  for (const char* ending : {".xz", ".zst", ".gz"}) {
    if (absl::EndsWithIgnoreCase(path, ending)) {
      return absl::InvalidArgumentError(
          absl::StrCat("cannot follow '", path, "': a compressed file does not grow line by line"));
    }
  }
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return ErrnoStatus(errno, "open", path);
  auto source = std::make_unique<FollowingSource>(path, descriptor, is_over);
  struct stat stat;
  if (fstat(descriptor, &stat) != 0) return ErrnoStatus(errno, "stat", path);
  if (!S_ISREG(stat.st_mode)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "cannot follow '", path, "': it is no regular file; a pipe is read to its end anyway"));
  }
  return source;
}

}  // namespace tasnif
