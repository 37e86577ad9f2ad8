// base/executor.h
//
// Where work runs. All CPU work of the server runs on one ThreadPool of `cores` workers; tests use
// InlineExecutor and have no threads at all.
//
//   ThreadPool pool(2);
//   pool.Run([&](size_t worker) { Score(article, scratches[worker]); });
//
// The worker index lets a task use the scratch memory that belongs to its worker, without locks.
#ifndef TASNIF_BASE_EXECUTOR_H_
#define TASNIF_BASE_EXECUTOR_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "base/mutex.h"

namespace tasnif {

// Thread-safe.
class Executor {
 public:
  // Called once, with the index of the worker that runs it, 0 <= index < worker_count().
  using Task = absl::AnyInvocable<void(size_t worker) &&>;

  virtual ~Executor() = default;
  virtual void Run(Task task) = 0;
  virtual size_t worker_count() const = 0;
};

// Runs each task at once, on the calling thread, as worker 0.
class InlineExecutor : public Executor {
 public:
  void Run(Task task) override { std::move(task)(0); }
  size_t worker_count() const override { return 1; }
};

// First in, first out over a fixed number of threads. The destructor runs what was queued, then
// joins. A task must not throw.
class ThreadPool : public Executor {
 public:
  // workers: at least 1; 0 is taken as 1.
  explicit ThreadPool(size_t workers);
  ~ThreadPool() override;
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  void Run(Task task) override;
  size_t worker_count() const override { return threads_.size(); }

 private:
  void Work(size_t worker);

  Mutex mu_;
  CondVar changed_;
  std::deque<Task> queue_ ABSL_GUARDED_BY(mu_);
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;

  // Constant after construction.
  std::vector<std::thread> threads_;
};

// Runs body(index, worker) for every index in [0, count) and returns when all are done. At most
// `executor.worker_count()` run at a time. Must not be called from a task of the same executor.
void ParallelFor(Executor& executor, size_t count,
                 const std::function<void(size_t index, size_t worker)>& body);

}  // namespace tasnif

#endif  // TASNIF_BASE_EXECUTOR_H_
