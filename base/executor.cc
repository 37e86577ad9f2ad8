#include "base/executor.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace tasnif {

ThreadPool::ThreadPool(size_t workers) {
  workers = std::max<size_t>(workers, 1);
  threads_.reserve(workers);
  for (size_t i = 0; i < workers; ++i) threads_.emplace_back([this, i] { Work(i); });
}

ThreadPool::~ThreadPool() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
  }
  changed_.SignalAll();
  for (std::thread& thread : threads_) thread.join();
}

void ThreadPool::Run(Task task) {
  {
    MutexLock lock(mu_);
    queue_.push_back(std::move(task));
  }
  changed_.Signal();
}

void ThreadPool::Work(size_t worker) {
  while (true) {
    Task task;
    {
      MutexLock lock(mu_);
      while (queue_.empty() && !stopping_) changed_.Wait(mu_);
      if (queue_.empty()) return;
      task = std::move(queue_.front());
      queue_.pop_front();
    }
    std::move(task)(worker);
  }
}

void ParallelFor(Executor& executor, size_t count,
                 const std::function<void(size_t, size_t)>& body) {
  const size_t tasks = std::min(count, executor.worker_count());
  std::atomic<size_t> next = 0;
  Mutex mu;
  CondVar done;
  size_t running = tasks;
  for (size_t t = 0; t < tasks; ++t) {
    executor.Run([&](size_t worker) {
      for (size_t i; (i = next.fetch_add(1)) < count;) body(i, worker);
      // Signalled under the lock: the waiter owns `done` and may return as soon as it is released.
      MutexLock lock(mu);
      if (--running == 0) done.Signal();
    });
  }
  MutexLock lock(mu);
  while (running > 0) done.Wait(mu);
}

}  // namespace tasnif
