// server/call_observer.h
//
// Who wants to know of each call when it is over: metrics and the access log. Every front tells the
// same in the same words.
//
//   observer.OnCall({.front = "grpc", .method = "Classify", .code = status.code(), …});
//
// Threads: observers are called from any thread, must not block for long, and never see article
// text: a record has none, and of an article's result only labels may be kept.
#ifndef TASNIF_SERVER_CALL_OBSERVER_H_
#define TASNIF_SERVER_CALL_OBSERVER_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/trace_context.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// How a call came in. Both are literals: they are kept beyond the call.
struct CallOrigin {
  std::string_view front = "grpc";  // "grpc", "http", "inference".
  std::string_view method = "Classify";
  TraceContext trace;
};

// Views live for the call of the observer, but for front and method.
struct CallRecord {
  std::string_view front;
  std::string_view method;
  absl::StatusCode code = absl::StatusCode::kOk;
  std::string_view client;
  std::string_view request_id;
  const TraceContext* trace = nullptr;  // May be null.
  size_t articles = 0;
  size_t bytes = 0;        // As they came over the wire.
  absl::Duration queue;    // From its arrival to its turn.
  absl::Duration compute;  // From its turn to its answer.
};

class CallObserver {
 public:
  virtual ~CallObserver() = default;
  virtual void OnCall(const CallRecord& call) = 0;
  // An article was labelled, or could not be.
  virtual void OnArticle(const v1::ArticleResult& result) = 0;
};

// Tells several. Constant after construction.
class CallObservers : public CallObserver {
 public:
  // All must outlive it.
  explicit CallObservers(std::vector<CallObserver*> observers = {})
      : observers_(std::move(observers)) {}

  void OnCall(const CallRecord& call) override {
    for (CallObserver* observer : observers_) observer->OnCall(call);
  }
  void OnArticle(const v1::ArticleResult& result) override {
    for (CallObserver* observer : observers_) observer->OnArticle(result);
  }

 private:
  const std::vector<CallObserver*> observers_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_CALL_OBSERVER_H_
