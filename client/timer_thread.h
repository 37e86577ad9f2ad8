// client/timer_thread.h
//
// A Timer with a thread of its own.
//
// Threads: safe. Cost: one thread, asleep until the next task is due; O(log n) a task.
#ifndef TASNIF_CLIENT_TIMER_THREAD_H_
#define TASNIF_CLIENT_TIMER_THREAD_H_

#include <map>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "client/timer.h"

namespace tasnif {

class TimerThread : public Timer {
 public:
  // clock: must run with real time, and outlive the timer.
  explicit TimerThread(const Clock& clock);
  // Drops what is not due and waits for a task that runs.
  ~TimerThread() override;
  TimerThread(const TimerThread&) = delete;
  TimerThread& operator=(const TimerThread&) = delete;

  void RunAt(absl::Time when, Task task) override;

 private:
  void Work();
  // Blocks until a task is due or the timer ends; a null task means the end.
  Task NextDue();

  // Constant after construction.
  const Clock& clock_;

  Mutex mu_;
  CondVar changed_;
  std::multimap<absl::Time, Task> tasks_ ABSL_GUARDED_BY(mu_);
  bool is_stopping_ ABSL_GUARDED_BY(mu_) = false;

  std::thread thread_;  // Last: it uses all of the above.
};

}  // namespace tasnif

#endif  // TASNIF_CLIENT_TIMER_THREAD_H_
