#include "cli/output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/files.h"

namespace tasnif {

absl::StatusOr<std::unique_ptr<Output>> Output::Open(const std::string& path) {
  if (path.empty() || path == "-") {
    return std::unique_ptr<Output>(new Output("standard output", STDOUT_FILENO, false));
  }
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) return ErrnoStatus(errno, "create", path);
  return std::unique_ptr<Output>(new Output(path, descriptor, true));
}

Output::~Output() { Close().IgnoreError(); }

absl::Status Output::Write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor_, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else if (errno == EPIPE) {
      return absl::CancelledError("the reader of " + name_ + " has gone");
    } else if (errno != EINTR) {
      return ErrnoStatus(errno, "write", name_);
    }
  }
  return absl::OkStatus();
}

absl::Status Output::Close() {
  if (!std::exchange(is_owned_, false)) return absl::OkStatus();
  return close(descriptor_) == 0 ? absl::OkStatus() : ErrnoStatus(errno, "close", name_);
}

bool Output::is_terminal() const { return isatty(descriptor_) == 1; }

}  // namespace tasnif
