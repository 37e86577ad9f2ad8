// server/inference_reactors.h
//
// ModelInfer and ModelStreamInfer over gRPC: they pass bytes between gRPC and an InferenceFront or
// InferenceStream, and nothing else. Each owns itself and is gone after OnDone.
#ifndef TASNIF_SERVER_INFERENCE_REACTORS_H_
#define TASNIF_SERVER_INFERENCE_REACTORS_H_

#include <grpcpp/grpcpp.h>
#include <grpcpp/support/byte_buffer.h>

#include <memory>
#include <string>

#include "base/clock.h"
#include "server/drain.h"
#include "server/inference_front.h"
#include "server/inference_stream.h"
#include "server/live_streams.h"
#include "server/stream_reactor.h"

namespace tasnif {

class InferReactor : public grpc::ServerUnaryReactor {
 public:
  // The drain was entered; the reactor leaves it. All must outlive the reactor.
  InferReactor(grpc::CallbackServerContext* context, const Clock& clock, Drain& drain,
               const grpc::ByteBuffer& request, grpc::ByteBuffer* response);

  void Start(InferenceFront& front);

 private:
  void OnCancel() override { control_->Cancel(); }
  void OnDone() override;

  // Constant after construction.
  grpc::CallbackServerContext* const context_;
  Drain& drain_;
  const std::string request_id_;
  const absl::Time received_;
  const grpc::ByteBuffer& request_;
  grpc::ByteBuffer* const response_;
  const InferenceOutline outline_;
  const std::shared_ptr<CallControl> control_;
};

class InferStreamReactor : public RawBidiReactor, private StreamTransport {
 public:
  // As above.
  InferStreamReactor(grpc::CallbackServerContext* context, InferenceFront& front,
                     const WindowLimits& limits, const Clock& clock, LiveStreams& streams,
                     Drain& drain);

 private:
  // From gRPC.
  void OnReadDone(bool is_read) override;
  void OnWriteDone(bool is_written) override { stream_->OnWritten(is_written); }
  void OnCancel() override { stream_->OnCancel(); }
  void OnDone() override;

  // From the stream.
  void Read() override { StartRead(&incoming_); }
  void Write(std::string bytes) override;
  void End(const absl::Status& status) override;

  // Constant after construction.
  grpc::CallbackServerContext* const context_;
  LiveStreams& streams_;
  Drain& drain_;
  const std::string request_id_;
  std::shared_ptr<InferenceStream> stream_;

  // One read and one write at a time.
  grpc::ByteBuffer incoming_;
  grpc::ByteBuffer outgoing_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_INFERENCE_REACTORS_H_
