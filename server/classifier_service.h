// server/classifier_service.h
//
// tasnif.v1.Classifier over gRPC. Stateless: it turns bytes into a ClassifyCall and an answer into
// bytes, on the executor. gRPC's threads only look at the outermost fields (request_outline.h), ask
// for admission, and queue.
//
// Both methods are registered as raw ones, so that reading 64 MiB of protobuf is work for the
// executor too, and so that a request that cannot be read gets INVALID_ARGUMENT with a reason
// (gRPC 1.51's callback API would answer UNIMPLEMENTED without one).
#ifndef TASNIF_SERVER_CLASSIFIER_SERVICE_H_
#define TASNIF_SERVER_CLASSIFIER_SERVICE_H_

#include <grpcpp/support/byte_buffer.h>

#include "base/clock.h"
#include "server/call_access.h"
#include "server/classifier.h"
#include "server/drain.h"
#include "server/live_streams.h"
#include "server/stream_window.h"
#include "tasnif/v1/classifier.grpc.pb.h"

namespace tasnif {

using RawClassifierService = v1::Classifier::WithRawCallbackMethod_Classify<
    v1::Classifier::WithRawCallbackMethod_ClassifyStream<v1::Classifier::Service>>;

// Thread-safe.
class ClassifierService : public RawClassifierService {
 public:
  // All but the limits must outlive the service.
  ClassifierService(Classifier& classifier, const WindowLimits& window, LiveStreams& streams,
                    const Clock& clock, Drain& drain, const CallAccess& access)
      : classifier_(classifier),
        window_(window),
        streams_(streams),
        clock_(clock),
        drain_(drain),
        access_(access) {}

  grpc::ServerUnaryReactor* Classify(grpc::CallbackServerContext* context,
                                     const grpc::ByteBuffer* request,
                                     grpc::ByteBuffer* response) override;

  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* ClassifyStream(
      grpc::CallbackServerContext* context) override;

 private:
  // Constant after construction.
  Classifier& classifier_;
  const WindowLimits window_;
  LiveStreams& streams_;
  const Clock& clock_;
  Drain& drain_;
  const CallAccess& access_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_CLASSIFIER_SERVICE_H_
