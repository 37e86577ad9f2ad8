// client/in_flight_limit.h
//
// Back-pressure: how many articles and bytes may be on their way at a time. What is over waits, or
// is refused at once, as each batch says.
//
//   InFlightLimit limit({.max_articles = 2048, .max_bytes = 64 << 20}, clock, counters, next);
//
// A batch that is larger than the limit passes when nothing else is on its way: it can never
// wait for ever.
// Threads: safe. A batch that waits blocks its caller's thread, never longer than until the first
// deadline in it. Cost: a short lock.
#ifndef TASNIF_CLIENT_IN_FLIGHT_LIMIT_H_
#define TASNIF_CLIENT_IN_FLIGHT_LIMIT_H_

#include <cstddef>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "client/statistics.h"
#include "client/transport.h"

namespace tasnif {

struct InFlightLimits {
  // A server admits 8192 of all its clients together, bulk work half of that.
  size_t max_articles = 2048;
  size_t max_bytes = 64u << 20;
};

class InFlightLimit : public Transport {
 public:
  // clock, counters: must outlive it.
  InFlightLimit(const InFlightLimits& limits, const Clock& clock, StatisticsCounters& counters,
                std::unique_ptr<Transport> next);
  // As WaitUntilIdle().
  ~InFlightLimit() override { WaitUntilIdle(); }

  // RESOURCE_EXHAUSTED: no room, and the batch does not wait. DEADLINE_EXCEEDED: it waited.
  // CANCELLED: after Cancel().
  void Send(Batch batch, Done done) override;
  void Flush() override { next_->Flush(); }
  void Cancel() override;

  // Returns when every `done` has returned. Must not be called from one.
  void WaitUntilIdle();

 private:
  struct Size {
    size_t articles = 0;
    size_t bytes = 0;
  };

  bool HasRoom(const Size& size) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status Take(const Size& size, const Batch& batch);
  absl::Status WaitForRoom(const Size& size, absl::Time deadline)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void GiveBack(const Size& size);
  void End();

  // Constant after construction.
  const InFlightLimits limits_;
  const Clock& clock_;
  StatisticsCounters& counters_;

  Mutex mu_;
  CondVar changed_;
  Size used_ ABSL_GUARDED_BY(mu_);
  // Batches whose `done` has not returned.
  size_t batches_ ABSL_GUARDED_BY(mu_) = 0;
  bool is_cancelled_ ABSL_GUARDED_BY(mu_) = false;

  // Last, so that it ends first: its threads use all of the above.
  const std::unique_ptr<Transport> next_;
};

}  // namespace tasnif

#endif  // TASNIF_CLIENT_IN_FLIGHT_LIMIT_H_
