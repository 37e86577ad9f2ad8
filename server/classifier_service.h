// server/classifier_service.h
//
// tasnif.v1.Classifier over gRPC. Stateless: it turns bytes into a ClassifyCall and an answer into
// bytes, on the executor. gRPC's threads only queue.
//
// Classify is registered as a raw method, so that reading 64 MiB of protobuf is work for the
// executor too, and so that a request that cannot be read gets INVALID_ARGUMENT with a reason
// (gRPC 1.51's callback API would answer UNIMPLEMENTED without one).
#ifndef TASNIF_SERVER_CLASSIFIER_SERVICE_H_
#define TASNIF_SERVER_CLASSIFIER_SERVICE_H_

#include <grpcpp/support/byte_buffer.h>

#include "base/clock.h"
#include "base/executor.h"
#include "server/classifier.h"
#include "server/drain.h"
#include "tasnif/v1/classifier.grpc.pb.h"

namespace tasnif {

// Classify by bytes, ClassifyStream by messages.
using RawClassifierService = v1::Classifier::WithRawCallbackMethod_Classify<
    v1::Classifier::WithCallbackMethod_ClassifyStream<v1::Classifier::Service>>;

// Thread-safe.
class ClassifierService : public RawClassifierService {
 public:
  // All four must outlive the service.
  ClassifierService(Classifier& classifier, Executor& executor, const Clock& clock, Drain& drain)
      : classifier_(classifier), executor_(executor), clock_(clock), drain_(drain) {}

  grpc::ServerUnaryReactor* Classify(grpc::CallbackServerContext* context,
                                     const grpc::ByteBuffer* request,
                                     grpc::ByteBuffer* response) override;

  // UNIMPLEMENTED: not in this version.
  grpc::ServerBidiReactor<v1::ClassifyStreamRequest, v1::ClassifyStreamResponse>* ClassifyStream(
      grpc::CallbackServerContext* context) override;

 private:
  // Constant after construction.
  Classifier& classifier_;
  Executor& executor_;
  const Clock& clock_;
  Drain& drain_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_CLASSIFIER_SERVICE_H_
