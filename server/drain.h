// server/drain.h
//
// Counts the calls that are being answered, and stops taking new ones.
//
//   if (!drain.Enter()) return Unavailable();     // at the start of a call
//   drain.Leave();                                // at its end
//   drain.Begin();                                // on SIGTERM
//   drain.WaitUntilIdle(absl::Milliseconds(250), absl::Seconds(10));
//
// Threads: safe. Cost: a short lock a call.
#ifndef TASNIF_SERVER_DRAIN_H_
#define TASNIF_SERVER_DRAIN_H_

#include <cstddef>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "base/mutex.h"

namespace tasnif {

class Drain {
 public:
  // False once Begin() was called: refuse the call, and do not Leave().
  bool Enter();
  void Leave();

  void Begin();
  bool is_draining() const;

  // Waits until no call is left, at least `at_least`, so that calls on their way are still refused
  // properly, and at most `at_most`. True where no call was left at the end.
  bool WaitUntilIdle(absl::Duration at_least, absl::Duration at_most);

 private:
  mutable Mutex mu_;
  CondVar idle_;
  size_t calls_ ABSL_GUARDED_BY(mu_) = 0;
  bool is_draining_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_DRAIN_H_
