// server/stream_session.h
//
// One ClassifyStream call without its transport: messages go in, answers come out in the order in
// which they are ready.
//
//   auto session = std::make_shared<StreamSession>(classifier, limits, origin, transport);
//   session->Start();
//   session->OnRead(StreamMessage{…});   // for each message; OnRead(std::nullopt) at the end
//   session->OnWritten(true);            // for each write
//
// The first message may carry options; what is wrong with them ends the stream with the codes of
// Classify. After that nothing that is in a message ends it: bytes that are no message, an article
// that cannot be labelled, options in the wrong place each get an ArticleError.
//
// Every article goes through the classifier's admission. Where that is full, the stream waits with
// the article in hand until one of its own is answered, and reads no further; a stream that has
// none under way gets one admitted in any case, so every stream comes along.
//
// Each article is answered by the models of its moment: a stream may run for weeks, and would
// otherwise never see a new model nor let go of the old one.
//
// Threads: safe; callbacks may come from any thread. The transport is called under the session's
// lock and must not call back from within.
#ifndef TASNIF_SERVER_STREAM_SESSION_H_
#define TASNIF_SERVER_STREAM_SESSION_H_

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/mutex.h"
#include "google/protobuf/message_lite.h"
#include "server/call_control.h"
#include "server/classifier.h"
#include "server/live_stream.h"
#include "server/stream_window.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// One message as it came.
struct StreamMessage {
  size_t bytes = 0;
  // Called at most once, on a worker. False where the bytes are not such a message.
  absl::AnyInvocable<bool(google::protobuf::MessageLite*) &&> parse;
};

// The wire. No call is made after End().
class StreamTransport {
 public:
  virtual ~StreamTransport() = default;
  // One at a time; answered by OnRead().
  virtual void Read() = 0;
  // A serialized ClassifyStreamResponse. One at a time; answered by OnWritten().
  virtual void Write(std::string bytes) = 0;
  // Once. A read may still be under way; its message is not wanted any more.
  virtual void End(const absl::Status& status) = 0;
};

struct StreamOrigin {
  std::string client;
  std::string request_id;
  std::shared_ptr<CallControl> control;
  TraceContext trace;
};

class StreamSession : public LiveStream, public std::enable_shared_from_this<StreamSession> {
 public:
  // classifier must outlive the session; transport must live until End().
  StreamSession(Classifier& classifier, const WindowLimits& limits, StreamOrigin origin,
                StreamTransport& transport)
      : classifier_(classifier),
        request_id_(std::move(origin.request_id)),
        control_(std::move(origin.control)),
        trace_(std::move(origin.trace)),
        transport_(transport),
        flow_{.client = std::move(origin.client)},
        window_(limits) {}

  void Start();
  // Instead of Start(): ends with `status`.
  void Refuse(const absl::Status& status);
  // Nothing: the client closed its side, or went away.
  void OnRead(std::optional<StreamMessage> message);
  void OnWritten(bool is_written);
  // The caller went away, or its deadline passed: what is not computed yet is dropped.
  void OnCancel();
  void Drain() override;

 private:
  using ReadArticle = absl::AnyInvocable<absl::StatusOr<v1::Article>() &&>;
  struct Item {
    size_t bytes = 0;
    ReadArticle read;
  };
  struct Answer {
    size_t item_bytes = 0;
    std::string bytes;
  };

  void Open(const Flow& flow, StreamMessage message);
  void OpenOnWorker(size_t bytes, absl::StatusOr<v1::ClassifyStreamRequest> first);
  void Submit(Item item);
  void OnResult(size_t item_bytes, const v1::ArticleResult& result);
  std::optional<Item> TakeParked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::StatusOr<Permit> Admit(size_t bytes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Fail(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  // Constant after construction.
  Classifier& classifier_;
  const std::string request_id_;
  const std::shared_ptr<CallControl> control_;
  const TraceContext trace_;

  Mutex mu_;
  StreamTransport& transport_ ABSL_GUARDED_BY(mu_);
  Flow flow_ ABSL_GUARDED_BY(mu_);
  StreamWindow window_ ABSL_GUARDED_BY(mu_);
  // Null until the first message was read.
  std::shared_ptr<const v1::ClassifyOptions> options_ ABSL_GUARDED_BY(mu_);
  std::optional<Item> parked_ ABSL_GUARDED_BY(mu_);  // Admission had no room for it.
  size_t computing_ ABSL_GUARDED_BY(mu_) = 0;        // Admitted and not answered.
  std::deque<Answer> answers_ ABSL_GUARDED_BY(mu_);
  size_t writing_bytes_ ABSL_GUARDED_BY(mu_) = 0;  // Of the item whose answer is being written.
  size_t read_articles_ ABSL_GUARDED_BY(mu_) = 0;
  size_t read_bytes_ ABSL_GUARDED_BY(mu_) = 0;
  absl::Status status_ ABSL_GUARDED_BY(mu_);
  bool is_ended_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_STREAM_SESSION_H_
