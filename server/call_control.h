// server/call_control.h
//
// What may stop a call midway: its caller or its deadline. Asked between articles, so that work
// nobody waits for is dropped before it is computed.
//
//   auto control = std::make_shared<CallControl>(clock, deadline);
//   control->Cancel();                               // from any thread
//   TASNIF_RETURN_IF_ERROR(control->Check());        // CANCELLED
#ifndef TASNIF_SERVER_CALL_CONTROL_H_
#define TASNIF_SERVER_CALL_CONTROL_H_

#include <atomic>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/clock.h"

namespace tasnif {

// Thread-safe. Cost of Check(): an atomic read and, where there is a deadline, one clock read.
class CallControl {
 public:
  // clock: must outlive the call. deadline: absl::InfiniteFuture() where the caller set none.
  CallControl(const Clock& clock, absl::Time deadline) : clock_(clock), deadline_(deadline) {}

  void Cancel() { is_cancelled_.store(true, std::memory_order_relaxed); }

  // CANCELLED: the caller has gone. DEADLINE_EXCEEDED: its time is over.
  absl::Status Check() const {
    if (is_cancelled_.load(std::memory_order_relaxed)) {
      return absl::CancelledError("the call was cancelled by its caller");
    }
    if (deadline_ != absl::InfiniteFuture() && clock_.Now() >= deadline_) {
      return absl::DeadlineExceededError("the deadline of the call has passed");
    }
    return absl::OkStatus();
  }

 private:
  // Constant after construction.
  const Clock& clock_;
  const absl::Time deadline_;

  // Thread-safe.
  std::atomic<bool> is_cancelled_ = false;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_CALL_CONTROL_H_
