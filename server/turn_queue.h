// server/turn_queue.h
//
// A FairQueue in front of an executor. Work comes in turns of a few milliseconds; whenever a worker
// is free, the fairest turn runs. A long job does one turn and queues itself again.
//
//   TurnQueue turns(pool);
//   turns.Run({.client = "10.0.0.7"}, cost, [](size_t worker) { … });
//
// The executor holds at most one task of the queue per worker, so that other tasks of the executor
// (lists of models, reloads) wait for one turn at most, whatever is queued here.
//
// Threads: safe. Copies are the same queue. Turns that are left when the last one is destroyed
// still run.
#ifndef TASNIF_SERVER_TURN_QUEUE_H_
#define TASNIF_SERVER_TURN_QUEUE_H_

#include <cstddef>
#include <memory>

#include "base/executor.h"
#include "server/fair_queue.h"

namespace tasnif {

class TurnQueue {
 public:
  // executor: must outlive the queue and every turn.
  explicit TurnQueue(Executor& executor);

  // For a job of several turns; see FairQueue::DueOf.
  Due DueOf(const Flow& flow, size_t cost) const;
  // May be called from a turn. cost: see FairQueue::Push.
  void Run(const Flow& flow, size_t cost, Executor::Task turn) const;

  size_t worker_count() const;
  // Turns that wait for a worker.
  size_t waiting() const;

 private:
  class State;

  std::shared_ptr<State> state_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_TURN_QUEUE_H_
