// server/options.h
//
// Everything an operator may set about a server. The defaults are safe: loopback only, bounded
// calls.
#ifndef TASNIF_SERVER_OPTIONS_H_
#define TASNIF_SERVER_OPTIONS_H_

#include <cstddef>
#include <string>

#include "labels/labeller.h"
#include "server/admission.h"
#include "server/stream_window.h"

namespace tasnif {

inline constexpr size_t kDefaultMaxArticles = 512;
// gRPC's own default of 4 MiB is smaller than one long article with its explanation.
inline constexpr size_t kDefaultMaxMessageBytes = 64u << 20;

class CorrectionStore;  // feedback/correction_store.h

struct ServerOptions {
  // HOST:PORT; port 0 takes a free one (see Server::port()).
  std::string address = "127.0.0.1:8500";
  // Without it an address that other machines can reach is refused.
  bool allow_remote = false;
  // Per call of Classify.
  size_t max_articles = kDefaultMaxArticles;
  // Of one request, in bytes on the wire. Larger ones get RESOURCE_EXHAUSTED.
  size_t max_message_bytes = kDefaultMaxMessageBytes;
  // Of all calls together; what is over gets RESOURCE_EXHAUSTED and a time to come back.
  AdmissionLimits admission;
  // Of each ClassifyStream.
  WindowLimits stream;
  // ClassifyStreams that may be open at a time.
  size_t max_streams = 1000;
  // Size limit of one article, outlet list and target list.
  LabellerOptions labeller;
  // Where corrections are kept; null: the Feedback service refuses every call. Must outlive the
  // server.
  CorrectionStore* feedback = nullptr;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_OPTIONS_H_
