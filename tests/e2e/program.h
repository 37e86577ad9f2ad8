// tests/e2e/program.h
//
// Runs the real `tasnif` binary as a child process, with bounded waits.
//
//   Finished done = RunTasnif({"classify", path, "--models", models});
//   EXPECT_EQ(done.exit_code, 0) << done.err;
//
//   BackgroundServer server({"--models", models});
//   RunTasnif({"classify", path, "--server", server.address()});
//   EXPECT_EQ(server.Stop(SIGTERM).exit_code, 0);
#ifndef TASNIF_TESTS_E2E_PROGRAM_H_
#define TASNIF_TESTS_E2E_PROGRAM_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/base/temporary_folder.h"

namespace tasnif {

struct Finished {
  int exit_code = -1;  // 128 + signal where one ended it; -1: it had to be killed.
  std::string out;
  std::string err;
};

// A child with its standard streams in files of its own, so that no pipe can fill up.
class ChildProcess {
 public:
  // input: standard input.
  ChildProcess(const std::string& program, const std::vector<std::string>& arguments,
               const std::string& input = "");
  // Kills it, if it still runs.
  ~ChildProcess();

  // Waits for at most a minute; a child that takes longer is killed and fails the test.
  Finished Wait();
  bool is_running() const;
  pid_t pid() const { return pid_; }
  std::string out() const;
  std::string err() const;

 private:
  bool WaitForEnd(int milliseconds) const;

  TemporaryFolder folder_;
  pid_t pid_ = -1;
  int descriptor_ = -1;  // Readable once the process has ended.
};

std::string TasnifProgram();

using Arguments = std::vector<std::string>;

// The one behind the other.
inline Arguments operator+(Arguments a, const Arguments& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// tasnif ARGUMENTS…, to its end.
Finished RunTasnif(const std::vector<std::string>& arguments, const std::string& input = "");

// tasnif serve on 127.0.0.1.
class BackgroundServer {
 public:
  // address: port 0 takes a free one. Returns when the server is ready, or has ended (then
  // address() is empty).
  explicit BackgroundServer(const std::vector<std::string>& arguments,
                            const std::string& address = "127.0.0.1:0");

  // HOST:PORT, from the port file.
  const std::string& address() const { return address_; }
  pid_t pid() const { return child_->pid(); }
  void Signal(int signal) const;
  Finished Wait() { return child_->Wait(); }
  Finished Stop(int signal) {
    Signal(signal);
    return Wait();
  }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<ChildProcess> child_;
  std::string address_;
};

}  // namespace tasnif

#endif  // TASNIF_TESTS_E2E_PROGRAM_H_
