#include "server/article_batch.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "base/mutex.h"

namespace tasnif {
namespace {

// Shared by its lanes: the last one to end may outlive the call that `done` finishes.
class RunningBatch : public std::enable_shared_from_this<RunningBatch> {
 public:
  RunningBatch(ArticleBatch batch, Executor& executor, size_t articles_per_turn)
      : executor_(executor),
        articles_per_turn_(std::max<size_t>(articles_per_turn, 1)),
        batch_(std::move(batch)) {}

  void Start() {
    const size_t lanes = std::clamp<size_t>(batch_.count, 1, executor_.worker_count());
    lanes_left_.store(lanes);
    for (size_t lane = 0; lane < lanes; ++lane) QueueTurn();
  }

 private:
  void QueueTurn() {
    executor_.Run([self = shared_from_this()](size_t worker) { self->TakeTurn(worker); });
  }

  void TakeTurn(size_t worker) {
    for (size_t taken = 0; taken < articles_per_turn_; ++taken) {
      if (!LabelNext(worker)) return EndLane();
    }
    QueueTurn();
  }

  bool LabelNext(size_t worker) {
    if (is_stopped_.load(std::memory_order_relaxed)) return false;
    const size_t index = next_.fetch_add(1, std::memory_order_relaxed);
    if (index >= batch_.count) return false;
    if (absl::Status status = batch_.check(); !status.ok()) {
      Stop(std::move(status));
      return false;
    }
    batch_.label(index, worker);
    return true;
  }

  void Stop(absl::Status status) {
    is_stopped_.store(true, std::memory_order_relaxed);
    MutexLock lock(mu_);
    if (status_.ok()) status_ = std::move(status);
  }

  // The last lane sees everything the others wrote: the counter orders them.
  void EndLane() {
    if (lanes_left_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      std::move(batch_.done)(TakeStatus());
    }
  }

  absl::Status TakeStatus() {
    MutexLock lock(mu_);
    return std::move(status_);
  }

  // Constant after construction.
  Executor& executor_;
  const size_t articles_per_turn_;

  // `done` is called by one lane only; the rest is read only.
  ArticleBatch batch_;

  // Thread-safe.
  std::atomic<size_t> next_ = 0;
  std::atomic<size_t> lanes_left_ = 0;
  std::atomic<bool> is_stopped_ = false;

  Mutex mu_;
  absl::Status status_ ABSL_GUARDED_BY(mu_);
};

}  // namespace

void RunBatch(ArticleBatch batch, Executor& executor, size_t articles_per_turn) {
  std::make_shared<RunningBatch>(std::move(batch), executor, articles_per_turn)->Start();
}

}  // namespace tasnif
