// cli/child_server.h
//
// `tasnif serve` on a free port of the loopback, as a child of this process, for measurements.
//
//   TASNIF_ASSIGN_OR_RETURN(auto server, ChildServer::Start({"--models", folder}));
//   Client::Connect({.addresses = {server->address()}});
//
// Threads: not safe. Its end stops the child and waits for it.
#ifndef TASNIF_CLI_CHILD_SERVER_H_
#define TASNIF_CLI_CHILD_SERVER_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace tasnif {

class ChildServer {
 public:
  // arguments: of `tasnif serve`, besides the address. Returns when it serves.
  // UNAVAILABLE: it ended, or was not ready within a minute; it says why on standard error.
  static absl::StatusOr<std::unique_ptr<ChildServer>> Start(std::vector<std::string> arguments);
  // SIGTERM; SIGKILL where that does not end it within ten seconds.
  ~ChildServer();
  ChildServer(const ChildServer&) = delete;
  ChildServer& operator=(const ChildServer&) = delete;

  // HOST:PORT.
  const std::string& address() const { return address_; }
  pid_t pid() const { return pid_; }

 private:
  explicit ChildServer(pid_t pid) : pid_(pid) {}
  // true: it has ended and was waited for.
  bool HasEnded();
  absl::Status WaitUntilReady(const std::string& port_file);

  pid_t pid_;
  std::string address_;
};

}  // namespace tasnif

#endif  // TASNIF_CLI_CHILD_SERVER_H_
