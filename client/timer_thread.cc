#include "client/timer_thread.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tasnif {

TimerThread::TimerThread(const Clock& clock) : clock_(clock), thread_([this] { Work(); }) {}

TimerThread::~TimerThread() {
  {
    MutexLock lock(mu_);
    is_stopping_ = true;
    changed_.Signal();
  }
  thread_.join();
}

void TimerThread::RunAt(absl::Time when, Task task) {
  MutexLock lock(mu_);
  const auto added = tasks_.emplace(when, std::move(task));
  if (added == tasks_.begin()) changed_.Signal();
}

void TimerThread::Work() {
  while (Task task = NextDue()) std::move(task)();
}

Timer::Task TimerThread::NextDue() {
  MutexLock lock(mu_);
  while (!is_stopping_) {
    if (tasks_.empty()) {
      changed_.Wait(mu_);
      continue;
    }
    // A wait of an hour at most: the sum with the steady clock must not overflow.
    const absl::Duration wait = std::min(tasks_.begin()->first - clock_.Now(), absl::Hours(1));
    if (wait <= absl::ZeroDuration()) {
      Task task = std::move(tasks_.begin()->second);
      tasks_.erase(tasks_.begin());
      return task;
    }
    changed_.WaitUntil(mu_, std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(wait));
  }
  return nullptr;
}

}  // namespace tasnif
