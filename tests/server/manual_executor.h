// tests/server/manual_executor.h
//
// An executor without threads: tasks wait until the test runs them, one by one, in order.
#ifndef TASNIF_TESTS_SERVER_MANUAL_EXECUTOR_H_
#define TASNIF_TESTS_SERVER_MANUAL_EXECUTOR_H_

#include <deque>
#include <utility>

#include "base/executor.h"

namespace tasnif {

// Not thread-safe.
class ManualExecutor : public Executor {
 public:
  explicit ManualExecutor(size_t workers = 1) : workers_(workers) {}

  void Run(Task task) override { tasks_.push_back(std::move(task)); }
  size_t worker_count() const override { return workers_; }

  size_t pending() const { return tasks_.size(); }

  // Workers take turns. false where nothing waits.
  bool RunOne() {
    if (tasks_.empty()) return false;
    Task task = std::move(tasks_.front());
    tasks_.pop_front();
    std::move(task)(next_worker_++ % workers_);
    return true;
  }
  void RunAll() {
    while (RunOne()) {
    }
  }

 private:
  const size_t workers_;
  size_t next_worker_ = 0;
  std::deque<Task> tasks_;
};

}  // namespace tasnif

#endif  // TASNIF_TESTS_SERVER_MANUAL_EXECUTOR_H_
