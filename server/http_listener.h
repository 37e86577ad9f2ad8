// server/http_listener.h
//
// HTTP/1.1 on a port: reads requests, hands them to a handler, writes the answers. It knows nothing
// of what they say.
//
//   TASNIF_ASSIGN_OR_RETURN(auto listener, HttpListener::Create(
//       {.address = {"127.0.0.1", 0}}, [](std::shared_ptr<HttpExchange> exchange) {
//         exchange->Respond({.content_type = "text/plain", .body = "hello\n"});
//       }));
//   listener->port();
//   …
//   listener->Shutdown(absl::Seconds(10));
//
// One thread does all input and output and never computes, so that a slow client costs a file
// descriptor and not a thread. What a client may hold back is bounded:
//
//  * a request must have come, header and body, by a time that its single bytes do not put off;
//  * where every connection is taken, the one that has been reading or idle for longest makes room
//    for a new one, so that clients that never finish a request cannot keep others out;
//  * bodies that are being read hold `max_buffered_bytes` together; what is over gets 429;
//  * the error of a request that was not read to its end is written, and the rest of the request
//    swallowed for a moment, so that the client sees the answer and not a reset.
//
// A client that closes its side, also for writing only, before it has its answer counts as gone.
//
// Threads: safe. Source: RFC 9112 (HTTP/1.1) as Boost.Beast reads it, which is known only here.
#ifndef TASNIF_SERVER_HTTP_LISTENER_H_
#define TASNIF_SERVER_HTTP_LISTENER_H_

#include <cstddef>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/http_message.h"
#include "server/listen_address.h"

namespace tasnif {

struct HttpListenerOptions {
  ListenAddress address;
  size_t max_header_bytes = 16u << 10;
  // Of one request; more gets 413.
  size_t max_body_bytes = 64u << 20;
  // Of all requests that are read or answered; more gets 429. Bodies up to 64 KiB always get in.
  size_t max_buffered_bytes = 256u << 20;
  size_t max_connections = 512;
  // From the first byte of a request to the end of its header; also from connection to first byte.
  absl::Duration header_timeout = absl::Seconds(10);
  absl::Duration body_timeout = absl::Seconds(60);
  // Between two requests of a connection.
  absl::Duration idle_timeout = absl::Seconds(60);
  absl::Duration write_timeout = absl::Seconds(60);
};

class HttpListener {
 public:
  // Listens when it returns. UNAVAILABLE: the address cannot be bound.
  static absl::StatusOr<std::unique_ptr<HttpListener>> Create(const HttpListenerOptions& options,
                                                              HttpHandler handler);
  // As Shutdown(absl::ZeroDuration()).
  ~HttpListener();

  // The port that is listened on, also where 0 was asked for.
  int port() const;
  // Connections that are open.
  size_t connections() const;

  // Takes no more requests; those that are being answered may finish for `grace`, then their
  // clients count as gone. Returns when the handler owes no answer. Further calls do nothing.
  void Shutdown(absl::Duration grace);

 private:
  class Hub;  // Keeps Boost out of this header.

  explicit HttpListener(std::shared_ptr<Hub> hub);

  std::shared_ptr<Hub> hub_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_HTTP_LISTENER_H_
