// bench/arrival_schedule.h
//
// When an open-loop load sends: decided beforehand, whether or not earlier requests were answered,
// as independent clients do. A load that waits for answers sends least when the server is slowest,
// and so hides what it came to measure ("coordinated omission").
//
//   ArrivalSchedule schedule({.requests_per_s = 500, .duration = absl::Seconds(5), .seed = 1});
//   while (std::optional<absl::Duration> due = schedule.Next()) …      // since the beginning
//
// Gaps are exponential (a Poisson process), the same ones for the same seed.
//
// Threads: none of its own.
// Source: Schroeder, Wierman and Harchol-Balter 2006, "Open versus closed: a cautionary tale",
// NSDI.
#ifndef TASNIF_BENCH_ARRIVAL_SCHEDULE_H_
#define TASNIF_BENCH_ARRIVAL_SCHEDULE_H_

#include <cstdint>
#include <optional>
#include <random>

#include "absl/time/time.h"

namespace tasnif {

struct ArrivalOptions {
  double requests_per_s = 1;  // On average; above 0.
  absl::Duration duration;    // No request is due at its end or later.
  uint64_t seed = 1;
};

class ArrivalSchedule {
 public:
  explicit ArrivalSchedule(const ArrivalOptions& options)
      : options_(options), random_(options.seed) {}

  // When the next request is due, since the beginning; nothing at the end. Never decreases.
  std::optional<absl::Duration> Next();

 private:
  const ArrivalOptions options_;
  std::mt19937_64 random_;
  absl::Duration now_ = absl::ZeroDuration();
};

}  // namespace tasnif

#endif  // TASNIF_BENCH_ARRIVAL_SCHEDULE_H_
