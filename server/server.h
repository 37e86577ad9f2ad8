// server/server.h
//
// Listens and serves tasnif.v1 with health checks per service, reflection and channelz.
//
//   ThreadPool pool(cores);
//   TASNIF_ASSIGN_OR_RETURN(auto registry, Registry::Open("models", PosixFiles()));
//   TASNIF_ASSIGN_OR_RETURN(auto server,
//                           Server::Create({.address = "127.0.0.1:0"}, *registry, pool, clock));
//   std::puts(server->address().c_str());
//   …
//   server->Shutdown(absl::Seconds(10));
//
// Signals, files and the exit of the process are the caller's business.
// Models that change on disk are loaded and swapped in while it serves (registry/reloader.h).
// Threads: safe. gRPC's own threads never compute: calls run on the executor, reloads on one thread
// of low priority.
#ifndef TASNIF_SERVER_SERVER_H_
#define TASNIF_SERVER_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/executor.h"
#include "registry/registry.h"
#include "server/options.h"

namespace tasnif {

class Server {
 public:
  // Listens when it returns; every service is SERVING. registry, executor and clock must outlive
  // the server.
  // INVALID_ARGUMENT: errors of CheckListenAddress and CheckServerTls.
  // UNAVAILABLE: the address cannot be bound. NOT_FOUND, INVALID_ARGUMENT: a list cannot be read.
  static absl::StatusOr<std::unique_ptr<Server>> Create(const ServerOptions& options,
                                                        Registry& registry, Executor& executor,
                                                        const Clock& clock);

  // As Shutdown(absl::ZeroDuration()).
  ~Server();

  // The port that is listened on, also where 0 was asked for.
  int port() const;
  // HOST:PORT with that port.
  std::string address() const;

  // The same of the HTTP port; empty where there is none.
  std::string http_address() const;

  // Health becomes NOT_SERVING, new calls are refused with UNAVAILABLE, and those already accepted
  // may finish for `grace`; what is left then is cancelled. Returns when no call is left. Further
  // calls do nothing.
  void Shutdown(absl::Duration grace);

 private:
  struct Impl;  // Keeps gRPC out of this header.

  explicit Server(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

// "1.51.1": of the library that is linked.
std::string GrpcVersion();

}  // namespace tasnif

#endif  // TASNIF_SERVER_SERVER_H_
