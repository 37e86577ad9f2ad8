// server/options.h
//
// Everything an operator may set about a server. The defaults are safe: loopback only, bounded
// calls.
#ifndef TASNIF_SERVER_OPTIONS_H_
#define TASNIF_SERVER_OPTIONS_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "labels/labeller.h"
#include "registry/reload_schedule.h"
#include "server/admission.h"
#include "server/server_tls.h"
#include "server/stream_window.h"

namespace tasnif {

inline constexpr size_t kDefaultMaxArticles = 512;
// gRPC's own default of 4 MiB is smaller than one long article with its explanation.
inline constexpr size_t kDefaultMaxMessageBytes = 64u << 20;

class AccessControl;    // server/access_control.h
class CallObserver;     // server/call_observer.h
class CorrectionStore;  // feedback/correction_store.h

// How long connections live. absl::InfiniteDuration() switches a limit off.
struct ConnectionOptions {
  // A connection without traffic is pinged after so long, and closed where no answer comes within
  // keepalive_timeout: a peer that lost power or a network that forgot the connection.
  absl::Duration keepalive = absl::Minutes(1);
  absl::Duration keepalive_timeout = absl::Seconds(20);
  // Clients that ping more often than this are disconnected (ENHANCE_YOUR_CALM).
  absl::Duration min_client_ping = absl::Seconds(10);
  // An older connection is closed once its calls are done, within max_age_grace; clients connect
  // again, and find servers that were added meanwhile. gRPC varies it by a tenth.
  absl::Duration max_age = absl::InfiniteDuration();
  absl::Duration max_age_grace = absl::Seconds(30);
  // A connection without calls for so long is closed.
  absl::Duration max_idle = absl::InfiniteDuration();
};

// The HTTP port: JSON twin, health, metrics and page (server/http_api.h).
struct HttpOptions {
  // As ServerOptions::address, under the same rule; empty: there is none.
  std::string address;
  // Names besides its address that clients may call the server by (server/http_guard.h).
  std::vector<std::string> hosts;
};

struct ServerOptions {
  // HOST:PORT; port 0 takes a free one (see Server::port()).
  std::string address = "127.0.0.1:8500";
  // Without it an address that other machines can reach is refused.
  bool allow_remote = false;
  // Off where no certificate is named.
  ServerTls tls;
  // Who may do what; null: AccessControl::WithoutFile(). Must outlive the server.
  const AccessControl* access = nullptr;
  // Without it, tokens on an address that other machines can reach need TLS.
  bool allow_plaintext_tokens = false;
  HttpOptions http;
  // Is told of every call; null: nobody is. Must outlive the server.
  CallObserver* access_log = nullptr;
  // As /v1/server and metrics tell it.
  std::string version;
  // Per call of Classify.
  size_t max_articles = kDefaultMaxArticles;
  // Of one request, in bytes on the wire. Larger ones get RESOURCE_EXHAUSTED.
  size_t max_message_bytes = kDefaultMaxMessageBytes;
  // Of all calls together; what is over gets RESOURCE_EXHAUSTED and a time to come back.
  AdmissionLimits admission;
  ConnectionOptions connection;
  // Of each ClassifyStream.
  WindowLimits stream;
  // ClassifyStreams that may be open at a time.
  size_t max_streams = 1000;
  // How the models folder is watched.
  ReloadOptions reload;
  // Called when models have changed, or can no longer be used, on the reloader's thread. May be
  // empty.
  std::function<void(const absl::Status& status)> on_reload;
  // Size limit of one article, outlet list and target list.
  LabellerOptions labeller;
  // Where corrections are kept; null: the Feedback service refuses every call. Must outlive the
  // server.
  CorrectionStore* feedback = nullptr;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_OPTIONS_H_
