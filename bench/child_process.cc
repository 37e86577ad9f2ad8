#include "bench/child_process.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "base/files.h"

namespace tasnif {
namespace {

void WriteAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // The parent sees a short answer.
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

std::string ReadAll(int descriptor) {
  std::string bytes;
  char chunk[4096];
  while (true) {
    const ssize_t got = read(descriptor, chunk, sizeof(chunk));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return bytes;
    bytes.append(chunk, static_cast<size_t>(got));
  }
}

// The first byte says whether the rest is a result or a message.
[[noreturn]] void BeChild(int descriptor,
                          const std::function<absl::StatusOr<std::string>()>& work) {
  const absl::StatusOr<std::string> result = work();
  WriteAll(descriptor, result.ok() ? "+" + *result : "-" + result.status().ToString());
  _exit(0);
}

absl::StatusOr<std::string> Interpret(const std::string& answer, int wait_status) {
  if (!answer.empty() && answer[0] == '+') return answer.substr(1);
  if (!answer.empty()) return absl::InternalError("in a child process: " + answer.substr(1));
  return absl::InternalError(
      absl::StrCat("a child process that measures memory ended with wait status ", wait_status,
                   " and no answer; if memory is short, use a smaller model or fewer buckets"));
}

}  // namespace

absl::StatusOr<std::string> RunInChild(const std::function<absl::StatusOr<std::string>()>& work) {
  int ends[2];
  if (pipe(ends) != 0) return ErrnoStatus(errno, "make", "a pipe to a child process");
  const pid_t child = fork();
  if (child == 0) BeChild(ends[1], work);
  const int fork_error = errno;
  close(ends[1]);
  const std::string answer = child < 0 ? "" : ReadAll(ends[0]);
  close(ends[0]);
  if (child < 0) return ErrnoStatus(fork_error, "start", "a child process");
  int wait_status = 0;
  while (waitpid(child, &wait_status, 0) < 0 && errno == EINTR) {
  }
  return Interpret(answer, wait_status);
}

}  // namespace tasnif
