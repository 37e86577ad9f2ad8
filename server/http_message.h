// server/http_message.h
//
// One HTTP request and its answer as values, apart from any socket, so that everything above the
// listener is tested without one.
//
//   HttpRequest request;
//   TASNIF_RETURN_IF_ERROR(ParseTarget("/v1/articles:classify?top_k=3&explain", &request));
//   request.path;              // "/v1/articles:classify"
//   request.Query("top_k");    // "3"
//   request.Header("host");    // "127.0.0.1:8501"
//
// Source: RFC 9110 (HTTP semantics), RFC 3986 (targets). Threads: values.
#ifndef TASNIF_SERVER_HTTP_MESSAGE_H_
#define TASNIF_SERVER_HTTP_MESSAGE_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace tasnif {

using HttpFields = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method;  // "GET"
  std::string path;    // Decoded, without the query.
  HttpFields query;    // Decoded, in the order of the target.
  HttpFields headers;  // Names in lower case, in the order they came.
  std::string body;
  std::string peer;  // As gRPC writes it: "ipv4:127.0.0.1:51234", "ipv6:[::1]:51234".

  // The first of that name; empty where there is none. name: in lower case.
  std::string_view Header(std::string_view name) const;
  std::string_view Query(std::string_view name) const;
};

struct HttpResponse {
  int status = 200;
  std::string content_type;  // Empty where there is no body.
  HttpFields headers;
  std::string body;
};

// A request that waits for its answer.
class HttpExchange {
 public:
  virtual ~HttpExchange() = default;

  // Exactly once, from any thread.
  virtual void Respond(HttpResponse response) = 0;

  HttpRequest request;
  // Called at most once, on the listener's thread, where the client goes before it has its answer;
  // the answer is then dropped. To be set before the handler returns. May be empty.
  std::function<void()> on_gone;
};

// Called on the listener's thread; must not block.
using HttpHandler = std::function<void(std::shared_ptr<HttpExchange> exchange)>;

// Fills path and query. INVALID_ARGUMENT: the target does not begin with '/', or has a '%' that two
// hexadecimal digits do not follow, or a NUL.
absl::Status ParseTarget(std::string_view target, HttpRequest* request);

// "text/html" of "Text/HTML; charset=utf-8".
std::string MediaType(std::string_view content_type);
// "windows-1256" of "text/plain; charset=\"windows-1256\""; empty where there is none.
std::string CharsetOf(std::string_view content_type);

}  // namespace tasnif

#endif  // TASNIF_SERVER_HTTP_MESSAGE_H_
