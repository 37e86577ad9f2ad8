// server/inference_stream.h
//
// One ModelStreamInfer call without its transport: requests go in, answers come out in the order of
// the requests, for clients of this protocol match them so.
//
//   auto stream = std::make_shared<InferenceStream>(front, limits, origin, clock, transport);
//   stream->Start();
//   stream->OnRead(InferenceMessage{…});   // for each message; OnRead(std::nullopt) at the end
//   stream->OnWritten(true);               // for each write
//
// Every request is a call of its own: with its model, parameters and admission. What is wrong with
// it stands in its answer, "CODE: message", and never ends the stream.
//
// Threads: safe; callbacks may come from any thread. The transport is called under the stream's
// lock and must not call back from within.
#ifndef TASNIF_SERVER_INFERENCE_STREAM_H_
#define TASNIF_SERVER_INFERENCE_STREAM_H_

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "google/protobuf/message_lite.h"
#include "server/inference_front.h"
#include "server/live_stream.h"
#include "server/stream_session.h"
#include "server/stream_window.h"

namespace tasnif {

// One message as it came.
struct InferenceMessage {
  InferenceOutline outline;
  size_t bytes = 0;
  // Called at most once, on a worker. False where the bytes are not such a message.
  absl::AnyInvocable<bool(google::protobuf::MessageLite*) &&> parse;
};

struct InferenceOrigin {
  std::string client;
  std::string request_id;
  absl::Time deadline = absl::InfiniteFuture();
};

class InferenceStream : public LiveStream, public std::enable_shared_from_this<InferenceStream> {
 public:
  // front and clock must outlive the stream; transport must live until End().
  InferenceStream(InferenceFront& front, const WindowLimits& limits, InferenceOrigin origin,
                  const Clock& clock, StreamTransport& transport)
      : front_(front),
        origin_(std::move(origin)),
        clock_(clock),
        transport_(transport),
        window_(limits) {}

  void Start();
  // Instead of Start(): ends with `status`.
  void Refuse(const absl::Status& status);
  // Nothing: the client closed its side, or went away.
  void OnRead(std::optional<InferenceMessage> message);
  void OnWritten(bool is_written);
  // The caller went away, or its deadline passed: what is not computed yet is dropped.
  void OnCancel();
  void Drain() override;

 private:
  // A request and its answer.
  struct Slot {
    size_t bytes = 0;
    std::string model_name;
    std::string id;
    std::shared_ptr<CallControl> control;
    std::optional<std::string> answer;  // Serialized.
  };

  std::shared_ptr<Slot> AddSlot(const InferenceMessage& message, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Infer(const std::shared_ptr<Slot>& slot, InferenceMessage message, absl::Time now);
  void OnAnswer(const std::shared_ptr<Slot>& slot,
                absl::StatusOr<inference::ModelInferResponse> answer);
  void Fail(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  // Constant after construction.
  InferenceFront& front_;
  const InferenceOrigin origin_;
  const Clock& clock_;

  Mutex mu_;
  StreamTransport& transport_ ABSL_GUARDED_BY(mu_);
  StreamWindow window_ ABSL_GUARDED_BY(mu_);
  // In the order of the requests; each until its answer is being written.
  std::deque<std::shared_ptr<Slot>> slots_ ABSL_GUARDED_BY(mu_);
  size_t ready_ ABSL_GUARDED_BY(mu_) = 0;          // Slots at the front that the window knows of.
  size_t writing_bytes_ ABSL_GUARDED_BY(mu_) = 0;  // Of the request whose answer is being written.
  absl::Status status_ ABSL_GUARDED_BY(mu_);
  bool is_ended_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_INFERENCE_STREAM_H_
