// server/http_guard.h
//
// Keeps other people's pages away. A browser on the machine of an analyst can reach a server on
// loopback, and so can every page that is open in it. Three ways in, three checks:
//
//  * DNS rebinding: a page of evil.example has its name point to 127.0.0.1 and is then of the same
//    origin as the server. Its requests still carry `Host: evil.example`, so a server on loopback
//    answers only to loopback names, and to those that the operator lists.
//  * Cross-site requests: a form or fetch() of any page may POST text/plain without asking first.
//    Browsers then send `Origin` or `Sec-Fetch-Site`; a POST that these call foreign is refused.
//  * Reading answers: nothing here sends Access-Control-Allow-Origin, so no foreign page can.
//
// Programs send neither header and are not concerned.
//
//   HttpGuard guard({.is_loopback = true, .hosts = {"news.example"}});
//   TASNIF_RETURN_IF_ERROR(guard.Check(request));     // PERMISSION_DENIED
//
// Threads: pure. Source: Fetch standard (Origin), Fetch Metadata Request Headers (W3C).
#ifndef TASNIF_SERVER_HTTP_GUARD_H_
#define TASNIF_SERVER_HTTP_GUARD_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "server/http_message.h"

namespace tasnif {

struct HttpGuardOptions {
  // The server listens where only this machine reaches it.
  bool is_loopback = true;
  // Further names that clients may call it by, without port, such as that of a proxy in front.
  std::vector<std::string> hosts;
};

class HttpGuard {
 public:
  explicit HttpGuard(HttpGuardOptions options) : options_(std::move(options)) {}

  // INVALID_ARGUMENT: no Host. PERMISSION_DENIED: a name that is not the server's, or a foreign
  // page.
  absl::Status Check(const HttpRequest& request) const;

 private:
  bool IsOwnName(std::string_view host) const;

  // Constant after construction.
  const HttpGuardOptions options_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_HTTP_GUARD_H_
