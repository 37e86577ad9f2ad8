#include "cli/child_server.h"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/files.h"
#include "base/status.h"
#include "train/work_folder.h"

extern char** environ;

namespace tasnif {
namespace {

constexpr char kThisProgram[] = "/proc/self/exe";
constexpr absl::Duration kPause = absl::Milliseconds(20);
constexpr int kPausesUntilReady = 3000;
constexpr int kPausesUntilEnded = 500;

absl::StatusOr<pid_t> Spawn(std::vector<std::string>* words) {
  std::vector<char*> pointers;
  for (std::string& word : *words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  // What it says when it is ready is not part of this program's output.
  posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  pid_t pid = -1;
  const int error = posix_spawn(&pid, kThisProgram, &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return ErrnoStatus(error, "start", "a server");
  return pid;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ChildServer>> ChildServer::Start(
    std::vector<std::string> arguments) {
  TASNIF_ASSIGN_OR_RETURN(const auto work, WorkFolder::Create(""));
  const std::string port_file = work->path() + "/address";
  // A line for each call would be written for nobody.
  std::vector<std::string> words = {"tasnif",      "serve",   "--address",   "127.0.0.1:0",
                                    "--port-file", port_file, "--log-level", "warning"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  TASNIF_ASSIGN_OR_RETURN(const pid_t pid, Spawn(&words));
  std::unique_ptr<ChildServer> server(new ChildServer(pid));
  TASNIF_RETURN_IF_ERROR(server->WaitUntilReady(port_file));
  return server;
}

ChildServer::~ChildServer() {
  if (pid_ <= 0) return;
  kill(pid_, SIGTERM);
  for (int i = 0; i < kPausesUntilEnded; ++i) {
    if (HasEnded()) return;
    absl::SleepFor(kPause);
  }
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

bool ChildServer::HasEnded() {
  if (waitpid(pid_, nullptr, WNOHANG) == 0) return false;
  pid_ = -1;
  return true;
}

absl::Status ChildServer::WaitUntilReady(const std::string& port_file) {
  // The file is renamed into its place, so that it is never seen half written.
  for (int i = 0; i < kPausesUntilReady; ++i) {
    if (const auto bytes = PosixFiles().Read(port_file); bytes.ok()) {
      address_ = std::string(absl::StripAsciiWhitespace(*bytes));
      return absl::OkStatus();
    }
    if (HasEnded()) {
      return absl::UnavailableError("the server that was started ended; it said why above");
    }
    absl::SleepFor(kPause);
  }
  return absl::UnavailableError("the server that was started was not ready within a minute");
}

}  // namespace tasnif
