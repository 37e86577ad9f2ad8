// server/idle_thread.h
//
// One thread of the lowest priority, for work that must take no time from anything else.
//
//   IdleThread idle;
//   idle.Run([&](size_t worker) { … });
//
// On a machine that is fully at work it gets about one hundredth of a core.
// Threads: as ThreadPool.
// Source: setpriority(2); on Linux a thread has a priority of its own.
#ifndef TASNIF_SERVER_IDLE_THREAD_H_
#define TASNIF_SERVER_IDLE_THREAD_H_

#include "base/executor.h"

namespace tasnif {

class IdleThread : public Executor {
 public:
  IdleThread();

  void Run(Task task) override { pool_.Run(std::move(task)); }
  size_t worker_count() const override { return 1; }

 private:
  ThreadPool pool_{1};
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_IDLE_THREAD_H_
