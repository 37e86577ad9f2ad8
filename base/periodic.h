// base/periodic.h
//
// Does something now and then, on a thread of its own.
//
//   const Periodic refresh(absl::Seconds(1), [&] { Tell(access.Refresh()); });
//
// The destructor waits for a run that is under way; none begins afterwards.
// Threads: the work runs on one thread, never twice at a time.
#ifndef TASNIF_BASE_PERIODIC_H_
#define TASNIF_BASE_PERIODIC_H_

#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "base/mutex.h"

namespace tasnif {

class Periodic {
 public:
  // Runs `work` the first time after `distance`, then each time so long after the run before ended.
  Periodic(absl::Duration distance, std::function<void()> work);
  ~Periodic();
  Periodic(const Periodic&) = delete;
  Periodic& operator=(const Periodic&) = delete;

 private:
  void Run();
  // False where the thread shall end.
  bool Wait();

  // Constant after construction.
  const absl::Duration distance_;
  const std::function<void()> work_;

  Mutex mu_;
  CondVar stopping_;
  bool is_stopping_ ABSL_GUARDED_BY(mu_) = false;

  std::thread thread_;
};

}  // namespace tasnif

#endif  // TASNIF_BASE_PERIODIC_H_
