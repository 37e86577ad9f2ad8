#include "server/article_batch.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "base/mutex.h"
#include "server/work_size.h"

namespace tasnif {
namespace {

// Shared by its lanes, each of which is on one worker at a time. A lane that comes to its turn
// after the batch is done finds no article left and touches nothing but the counter.
class RunningBatch : public std::enable_shared_from_this<RunningBatch> {
 public:
  RunningBatch(ArticleBatch batch, const TurnQueue& turns, const TurnLimits& limits)
      : turns_(turns),
        limits_(limits),
        count_(batch.count),
        flow_(std::move(batch.flow)),
        batch_(std::move(batch)) {}

  void Start(size_t worker) {
    if (count_ == 0) return Finish();
    const size_t lanes = std::min(count_, turns_.worker_count());
    for (size_t lane = 1; lane < lanes; ++lane) QueueTurn(kBytesPerArticle);
    TakeTurn(worker);
  }

 private:
  // cost: what the lane did in the turn before is the best guess at its next one.
  void QueueTurn(size_t cost) {
    turns_.Run(flow_, cost, [self = shared_from_this()](size_t worker) { self->TakeTurn(worker); });
  }

  void TakeTurn(size_t worker) {
    WorkSize taken;
    while (taken.articles < limits_.articles && taken.bytes < limits_.bytes) {
      const size_t index = next_.fetch_add(1, std::memory_order_relaxed);
      if (index >= count_) return;
      taken.bytes += batch_.bytes_of(index);
      ++taken.articles;
      if (!LabelOne(index, worker)) return;
    }
    if (next_.load(std::memory_order_relaxed) < count_) QueueTurn(CostOf(taken));
  }

  // False where the lane must not go on: `done` may have been called.
  bool LabelOne(size_t index, size_t worker) {
    if (absl::Status status = batch_.check(); !status.ok()) {
      Stop(std::move(status));
      return false;
    }
    batch_.label(index, worker);
    return !Complete(1);
  }

  // Articles that no lane has begun will not be, and count as completed, with the one at hand.
  void Stop(absl::Status status) {
    {
      MutexLock lock(mu_);
      if (status_.ok()) status_ = std::move(status);
    }
    const size_t begun = std::min(next_.exchange(count_), count_);
    Complete(count_ - begun + 1);
  }

  // True for the last ones. The counter orders what the lanes wrote before `done`.
  bool Complete(size_t articles) {
    if (completed_.fetch_add(articles, std::memory_order_acq_rel) + articles < count_) return false;
    Finish();
    return true;
  }

  // No lane calls a function of the batch any more. What they hold goes now, not with the last
  // lane.
  void Finish() {
    ArticleBatch batch = std::move(batch_);
    batch_ = ArticleBatch();
    std::move(batch.done)(TakeStatus());
  }

  absl::Status TakeStatus() {
    MutexLock lock(mu_);
    return std::move(status_);
  }

  // Constant after construction.
  const TurnQueue turns_;
  const TurnLimits limits_;
  const size_t count_;
  const Flow flow_;

  // Read only until the last article is complete.
  ArticleBatch batch_;

  // Thread-safe.
  std::atomic<size_t> next_ = 0;
  std::atomic<size_t> completed_ = 0;

  Mutex mu_;
  absl::Status status_ ABSL_GUARDED_BY(mu_);
};

}  // namespace

void RunBatch(ArticleBatch batch, const TurnQueue& turns, size_t worker, const TurnLimits& limits) {
  std::make_shared<RunningBatch>(std::move(batch), turns, limits)->Start(worker);
}

}  // namespace tasnif
