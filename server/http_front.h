// server/http_front.h
//
// The HTTP port of a server: listener and API put together.
//
//   TASNIF_ASSIGN_OR_RETURN(auto http, HttpFront::Create(address, options, api, parts));
//   http->address();                       // "127.0.0.1:41234"
//   http->Shutdown(absl::Seconds(10));
//
// Threads: safe.
#ifndef TASNIF_SERVER_HTTP_FRONT_H_
#define TASNIF_SERVER_HTTP_FRONT_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/http_api.h"
#include "server/http_listener.h"
#include "server/options.h"

namespace tasnif {

class HttpFront {
 public:
  // Listens on `address` when it returns. The guard of `api` is made from it and `options`.
  // Everything of `parts` must outlive the front.
  // UNAVAILABLE: the address cannot be bound.
  static absl::StatusOr<std::unique_ptr<HttpFront>> Create(const ListenAddress& address,
                                                           const ServerOptions& options,
                                                           HttpApiOptions api,
                                                           const HttpApiParts& parts);

  // HOST:PORT.
  std::string address() const { return JoinAddress(host_, listener_->port()); }

  // See HttpListener::Shutdown().
  void Shutdown(absl::Duration grace) { listener_->Shutdown(grace); }

 private:
  HttpFront(std::string host, HttpApiOptions api, const HttpApiParts& parts)
      : host_(std::move(host)), api_(std::move(api), parts) {}

  // Constant after construction. The listener ends before what it calls.
  const std::string host_;
  const HttpApi api_;
  std::unique_ptr<HttpListener> listener_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_HTTP_FRONT_H_
