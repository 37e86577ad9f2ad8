#include "tests/e2e/program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <utility>

extern char** environ;

namespace tasnif {
namespace {

constexpr int kPatienceMilliseconds = 60000;

std::vector<char*> ArgumentPointers(std::vector<std::string>* words) {
  std::vector<char*> pointers;
  for (std::string& word : *words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

// True where `descriptor` becomes readable in time.
bool WaitReadable(int descriptor, int milliseconds) {
  pollfd entry = {descriptor, POLLIN, 0};
  return poll(&entry, 1, milliseconds) == 1;
}

}  // namespace

ChildProcess::ChildProcess(const std::string& program, const std::vector<std::string>& arguments,
                           const std::string& input) {
  const std::string in = folder_.Write("in", input);
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, in.c_str(), O_RDONLY, 0);
  const int create = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_addopen(&actions, 1, folder_.Path("out").c_str(), create, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, folder_.Path("err").c_str(), create, 0600);
  const int error = posix_spawn(&pid_, program.c_str(), &actions, nullptr,
                                ArgumentPointers(&words).data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    pid_ = -1;
    ADD_FAILURE() << "cannot start " << program << ": error " << error;
    return;
  }
  descriptor_ = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
}

ChildProcess::~ChildProcess() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (descriptor_ >= 0) close(descriptor_);
}

bool ChildProcess::WaitForEnd(int milliseconds) const {
  return descriptor_ >= 0 && WaitReadable(descriptor_, milliseconds);
}

bool ChildProcess::is_running() const { return pid_ > 0 && !WaitForEnd(0); }

Finished ChildProcess::Wait() {
  Finished finished;
  if (pid_ <= 0) return finished;
  const bool has_ended = WaitForEnd(kPatienceMilliseconds);
  if (!has_ended) {
    ADD_FAILURE() << "the program did not end in time; it was killed";
    kill(pid_, SIGKILL);
  }
  int status = 0;
  waitpid(std::exchange(pid_, -1), &status, 0);
  if (has_ended) {
    finished.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  finished.out = out();
  finished.err = err();
  return finished;
}

std::string ChildProcess::out() const { return ReadWholeFile(folder_.Path("out")); }
std::string ChildProcess::err() const { return ReadWholeFile(folder_.Path("err")); }

std::string TasnifProgram() { return TASNIF_BINARY_DIR "/cli/tasnif"; }

Finished RunTasnif(const std::vector<std::string>& arguments, const std::string& input) {
  return ChildProcess(TasnifProgram(), arguments, input).Wait();
}

BackgroundServer::BackgroundServer(const std::vector<std::string>& arguments,
                                   const std::string& address) {
  const std::string port_file = folder_.Path("port");
  std::vector<std::string> words = {"serve", "--address", address, "--port-file", port_file};
  words.insert(words.end(), arguments.begin(), arguments.end());
  // The port file is renamed into its folder when the server is ready.
  const int notify = inotify_init1(IN_CLOEXEC);
  inotify_add_watch(notify, folder_.path().c_str(), IN_MOVED_TO | IN_CREATE);
  child_ = std::make_unique<ChildProcess>(TasnifProgram(), words);
  const int child = static_cast<int>(syscall(SYS_pidfd_open, child_->pid(), 0));
  while (address_.empty()) {
    pollfd entries[] = {{notify, POLLIN, 0}, {child, POLLIN, 0}};
    const int ready = poll(entries, 2, kPatienceMilliseconds);
    if (ready == 0) ADD_FAILURE() << "the server was not ready in time: " << child_->err();
    if (ready <= 0 || (entries[1].revents & POLLIN) != 0) break;
    char events[4096];
    if (read(notify, events, sizeof(events)) <= 0) break;
    address_ = ReadWholeFile(port_file);
  }
  close(notify);
  close(child);
  if (!address_.empty() && address_.back() == '\n') address_.pop_back();
}

void BackgroundServer::Signal(int signal) const { kill(child_->pid(), signal); }

}  // namespace tasnif
