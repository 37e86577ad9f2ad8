// client/timer.h
//
// Runs a task at a time: an interface, so that tests move time by hand.
#ifndef TASNIF_CLIENT_TIMER_H_
#define TASNIF_CLIENT_TIMER_H_

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"

namespace tasnif {

// Thread-safe.
class Timer {
 public:
  using Task = absl::AnyInvocable<void() &&>;

  virtual ~Timer() = default;

  // Never runs `task` before this call has returned. Tasks of one time run in the order they came.
  // A task must be short; one that is not due when the timer ends is dropped.
  virtual void RunAt(absl::Time when, Task task) = 0;
};

}  // namespace tasnif

#endif  // TASNIF_CLIENT_TIMER_H_
