// server/live_streams.h
//
// The streams that are open, so that their number is bounded and a drain reaches each of them.
//
//   TASNIF_RETURN_IF_ERROR(streams.Add(session));     // when it opens
//   streams.Remove(*session);                         // when it has ended
//   streams.DrainAll();                               // on SIGTERM
//
// Threads: safe.
#ifndef TASNIF_SERVER_LIVE_STREAMS_H_
#define TASNIF_SERVER_LIVE_STREAMS_H_

#include <cstddef>
#include <map>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "base/mutex.h"
#include "server/stream_session.h"

namespace tasnif {

class LiveStreams {
 public:
  explicit LiveStreams(size_t max_streams) : max_streams_(max_streams) {}

  // RESOURCE_EXHAUSTED, with RetryAfter(): there are max_streams already. UNAVAILABLE: after
  // DrainAll(). Then the session is not to be started.
  absl::Status Add(std::shared_ptr<StreamSession> session);
  // Of a session that was not added: does nothing.
  void Remove(const StreamSession& session);

  // Drains every open stream, and refuses further ones.
  void DrainAll();

  size_t size() const;

 private:
  // Constant after construction.
  const size_t max_streams_;

  mutable Mutex mu_;
  std::map<const StreamSession*, std::shared_ptr<StreamSession>> sessions_ ABSL_GUARDED_BY(mu_);
  bool is_draining_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_LIVE_STREAMS_H_
