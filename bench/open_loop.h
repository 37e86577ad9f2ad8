// bench/open_loop.h
//
// Sends batches when they are due and measures what comes of it. A batch is timed from the moment
// at which it was due, not from that at which it could be sent: if the sender or the server falls
// behind, the wait counts.
//
//   OpenLoopResult result = RunOpenLoop({.batch = 64, .articles_per_s = 2000, …}, target,
//                                       std::make_shared<WallTime>());
//   result.articles_per_s;
//
// What is not answered when the patience is over counts with the time that it has waited, and as
// errors.
//
// Threads: RunOpenLoop() sends from the calling thread; targets may answer on any, also before
// Send() returns and after the loop.
#ifndef TASNIF_BENCH_OPEN_LOOP_H_
#define TASNIF_BENCH_OPEN_LOOP_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "absl/time/time.h"
#include "bench/latency_histogram.h"

namespace tasnif {

struct OpenLoopOptions {
  size_t batch = 1;           // Articles a request.
  double articles_per_s = 1;  // Offered.
  absl::Duration duration;    // Of sending.
  absl::Duration patience;    // How long to wait for answers afterwards.
  uint64_t seed = 1;
};

// What is sent to. Its errors are counted in articles.
class LoadTarget {
 public:
  using Done = std::function<void(size_t errors)>;

  virtual ~LoadTarget() = default;
  // Starts request `number`, counted from 0, without waiting. `done` is called once, also after
  // the loop is over.
  virtual void Send(size_t number, Done done) = 0;
};

// Time as the loop sees it. Thread-safe.
class LoopTime {
 public:
  virtual ~LoopTime() = default;
  virtual absl::Time Now() = 0;
  // May return late.
  virtual void SleepUntil(absl::Time time) = 0;
};

class WallTime : public LoopTime {
 public:
  absl::Time Now() override;
  void SleepUntil(absl::Time time) override;
};

struct OpenLoopResult {
  double offered_per_s = 0;   // Articles, as the schedule had them.
  double articles_per_s = 0;  // Labelled while the load lasted.
  absl::Duration p50;
  absl::Duration p99;
  size_t errors = 0;  // Articles.
};

OpenLoopResult RunOpenLoop(const OpenLoopOptions& options, LoadTarget& target,
                           const std::shared_ptr<LoopTime>& time);

}  // namespace tasnif

#endif  // TASNIF_BENCH_OPEN_LOOP_H_
