// bench/latency_histogram.h
//
// How long things took, in little memory: any number of durations, each known to within 1 percent.
//
//   LatencyHistogram histogram;
//   histogram.Add(absl::Milliseconds(3));
//   histogram.Quantile(0.99);
//
// Durations are counted in steps that grow with them: 128 steps for each doubling from 1 µs to
// about an hour; what is outside counts as the nearest step.
//
// Threads: none of its own. Cost: Add is constant, Quantile is linear in the steps.
// Source: the idea of HdrHistogram, Gil Tene.
#ifndef TASNIF_BENCH_LATENCY_HISTOGRAM_H_
#define TASNIF_BENCH_LATENCY_HISTOGRAM_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/time/time.h"

namespace tasnif {

class LatencyHistogram {
 public:
  LatencyHistogram() : counts_(kSteps, 0) {}

  // times: how many took that long.
  void Add(absl::Duration duration, uint64_t times = 1);

  // The shortest step that `share` in [0, 1] of all are not above; zero of none.
  absl::Duration Quantile(double share) const;

  uint64_t count() const { return count_; }

 private:
  static constexpr size_t kStepsPerDoubling = 128;
  static constexpr size_t kDoublings = 32;
  static constexpr size_t kSteps = kStepsPerDoubling * kDoublings;

  std::vector<uint64_t> counts_;
  uint64_t count_ = 0;
};

}  // namespace tasnif

#endif  // TASNIF_BENCH_LATENCY_HISTOGRAM_H_
