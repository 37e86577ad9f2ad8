// server/inference_front.h
//
// The Open Inference Protocol in front of the classifier, without its transport: bytes of a
// ModelInferRequest go in, a ModelInferResponse or a status comes out.
//
//   InferenceFront front(classifier, registry, clock);
//   front.Infer({.outline = InferenceOutlineOf(reader, size), .bytes = size, .parse = …,
//                .client = ClientName(peer, header), .control = control, .received = clock.Now(),
//                .done = [](absl::StatusOr<inference::ModelInferResponse> answer) { … }});
//
// Everything else is the classifier's: admission, turns, deadlines, workers. Requests are parsed,
// and answers made, on a worker.
//
// Threads: safe; no function blocks.
#ifndef TASNIF_SERVER_INFERENCE_FRONT_H_
#define TASNIF_SERVER_INFERENCE_FRONT_H_

#include <algorithm>
#include <memory>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "google/protobuf/message_lite.h"
#include "inference/tensors.pb.h"
#include "registry/registry.h"
#include "server/call_control.h"
#include "server/classifier.h"
#include "server/inference_outline.h"
#include "server/inference_statistics.h"

namespace tasnif {

struct InferenceCall {
  InferenceOutline outline;
  size_t bytes = 0;
  // Called at most once, on a worker. False where the bytes are no such message.
  absl::AnyInvocable<bool(google::protobuf::MessageLite*) &&> parse;
  std::string client;
  std::string request_id;
  // With the outline's timeout in its deadline: see InferenceDeadline.
  std::shared_ptr<const CallControl> control;
  absl::Time received;
  // Called exactly once: on the calling thread where admission refuses, else on a worker.
  absl::AnyInvocable<void(absl::StatusOr<inference::ModelInferResponse>) &&> done;
};

// The earlier one of a call's own deadline and its parameter `timeout`.
inline absl::Time InferenceDeadline(const InferenceOutline& outline, absl::Time deadline,
                                    absl::Time received) {
  return std::min(deadline, received + outline.timeout);
}

class InferenceFront {
 public:
  // All must outlive the front and every call.
  InferenceFront(Classifier& classifier, const Registry& registry, const Clock& clock)
      : classifier_(classifier), registry_(registry), clock_(clock) {}

  // Answers with the codes of inference/grpc_service.proto, ModelInfer.
  void Infer(InferenceCall call);

  const InferenceStatistics& statistics() const { return statistics_; }

 private:
  struct RunningCall;

  absl::StatusOr<v1::ClassifyRequest> Read(RunningCall* running) const;
  absl::StatusOr<inference::ModelInferResponse> Answer(
      const RunningCall& running, const absl::StatusOr<v1::ClassifyResponse>& response);
  void CountFailure(const RunningCall& running);

  // Constant after construction.
  Classifier& classifier_;
  const Registry& registry_;
  const Clock& clock_;

  // Thread-safe.
  InferenceStatistics statistics_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_INFERENCE_FRONT_H_
