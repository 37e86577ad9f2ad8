#include "server/turn_queue.h"

#include <utility>

#include "absl/base/thread_annotations.h"
#include "base/mutex.h"

namespace tasnif {

class TurnQueue::State : public std::enable_shared_from_this<State> {
 public:
  explicit State(Executor& executor) : executor_(executor), workers_(executor.worker_count()) {}

  void Run(const Flow& flow, size_t cost, Executor::Task turn) {
    {
      MutexLock lock(mu_);
      queue_.Push(flow, cost, std::move(turn));
      if (busy_ == workers_) return;  // Whoever is busy takes it afterwards.
      ++busy_;
      ++posted_;
    }
    Post();
  }

  Due DueOf(const Flow& flow, size_t cost) {
    MutexLock lock(mu_);
    return queue_.DueOf(flow, cost);
  }

  size_t worker_count() const { return workers_; }

  size_t waiting() const {
    MutexLock lock(mu_);
    return queue_.size();
  }

 private:
  void Post() {
    executor_.Run([self = shared_from_this()](size_t worker) { self->RunNext(worker); });
  }

  // There is a turn for every task that was posted: only tasks take turns, and each takes one.
  Executor::Task Take() {
    MutexLock lock(mu_);
    --posted_;
    return queue_.Pop();
  }

  void RunNext(size_t worker) {
    std::move(Take())(worker);
    {
      MutexLock lock(mu_);
      // Those that are posted take one turn each.
      if (queue_.size() <= posted_) return void(--busy_);
      ++posted_;
    }
    Post();
  }

  // Constant after construction.
  Executor& executor_;
  const size_t workers_;

  mutable Mutex mu_;
  FairQueue queue_ ABSL_GUARDED_BY(mu_);
  size_t busy_ ABSL_GUARDED_BY(mu_) = 0;    // Tasks in the executor, waiting or running.
  size_t posted_ ABSL_GUARDED_BY(mu_) = 0;  // Of these, those that have not taken a turn.
};

TurnQueue::TurnQueue(Executor& executor) : state_(std::make_shared<State>(executor)) {}

Due TurnQueue::DueOf(const Flow& flow, size_t cost) const { return state_->DueOf(flow, cost); }

void TurnQueue::Run(const Flow& flow, size_t cost, Executor::Task turn) const {
  state_->Run(flow, cost, std::move(turn));
}

size_t TurnQueue::worker_count() const { return state_->worker_count(); }
size_t TurnQueue::waiting() const { return state_->waiting(); }

}  // namespace tasnif
