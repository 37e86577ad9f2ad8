#include "server/http_front.h"

#include "base/status.h"

namespace tasnif {

absl::StatusOr<std::unique_ptr<HttpFront>> HttpFront::Create(const ListenAddress& address,
                                                             const ServerOptions& options,
                                                             HttpApiOptions api,
                                                             const HttpApiParts& parts) {
  api.guard = {.is_loopback = IsLoopback(address.host), .hosts = options.http.hosts};
  std::unique_ptr<HttpFront> front(new HttpFront(address.host, std::move(api), parts));
  TASNIF_ASSIGN_OR_RETURN(
      front->listener_,
      HttpListener::Create({.address = address, .max_body_bytes = options.max_message_bytes},
                           [&handler = front->api_](std::shared_ptr<HttpExchange> exchange) {
                             handler.Handle(std::move(exchange));
                           }));
  return front;
}

}  // namespace tasnif
