// server/stream_reactor.h
//
// ClassifyStream over gRPC: passes bytes between gRPC and a StreamSession, and nothing else.
#ifndef TASNIF_SERVER_STREAM_REACTOR_H_
#define TASNIF_SERVER_STREAM_REACTOR_H_

#include <grpcpp/grpcpp.h>
#include <grpcpp/support/byte_buffer.h>

#include <memory>
#include <string>

#include "base/clock.h"
#include "server/classifier.h"
#include "server/drain.h"
#include "server/live_streams.h"
#include "server/stream_session.h"

namespace tasnif {

using RawBidiReactor = grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>;

// Owns itself; gone after OnDone.
class StreamReactor : public RawBidiReactor, private StreamTransport {
 public:
  // The drain was entered; the reactor leaves it. All must outlive the reactor.
  StreamReactor(grpc::CallbackServerContext* context, Classifier& classifier,
                const WindowLimits& limits, const Clock& clock, LiveStreams& streams, Drain& drain);

 private:
  // From gRPC.
  void OnReadDone(bool is_read) override;
  void OnWriteDone(bool is_written) override { session_->OnWritten(is_written); }
  void OnCancel() override { session_->OnCancel(); }
  void OnDone() override;

  // From the session.
  void Read() override { StartRead(&incoming_); }
  void Write(std::string bytes) override;
  void End(const absl::Status& status) override;

  // Constant after construction.
  grpc::CallbackServerContext* const context_;
  LiveStreams& streams_;
  Drain& drain_;
  const std::string request_id_;
  std::shared_ptr<StreamSession> session_;

  // One read and one write at a time.
  grpc::ByteBuffer incoming_;
  grpc::ByteBuffer outgoing_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_STREAM_REACTOR_H_
