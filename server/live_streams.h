// server/live_streams.h
//
// The streams that are open, so that their number is bounded and a drain reaches each of them.
//
//   TASNIF_RETURN_IF_ERROR(streams.Add(stream));     // when it opens
//   streams.Remove(*stream);                         // when it has ended
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
#include "server/live_stream.h"

namespace tasnif {

class LiveStreams {
 public:
  explicit LiveStreams(size_t max_streams) : max_streams_(max_streams) {}

  // RESOURCE_EXHAUSTED, with RetryAfter(): there are max_streams already. UNAVAILABLE: after
  // DrainAll(). Then the stream is not to be started.
  absl::Status Add(std::shared_ptr<LiveStream> stream);
  // Of a stream that was not added: does nothing.
  void Remove(const LiveStream& stream);

  // Drains every open stream, and refuses further ones.
  void DrainAll();

  size_t size() const;

 private:
  // Constant after construction.
  const size_t max_streams_;

  mutable Mutex mu_;
  std::map<const LiveStream*, std::shared_ptr<LiveStream>> streams_ ABSL_GUARDED_BY(mu_);
  bool is_draining_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_LIVE_STREAMS_H_
