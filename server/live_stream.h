// server/live_stream.h
//
// A stream that is open, as server/live_streams.h knows it.
#ifndef TASNIF_SERVER_LIVE_STREAM_H_
#define TASNIF_SERVER_LIVE_STREAM_H_

namespace tasnif {

class LiveStream {
 public:
  virtual ~LiveStream() = default;
  // Reads no more, answers what was read, and ends with UNAVAILABLE.
  virtual void Drain() = 0;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_LIVE_STREAM_H_
