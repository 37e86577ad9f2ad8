// server/rate_meter.h
//
// How fast something happens, as a moving average in which the last seconds count most.
//
//   RateMeter meter(clock.Now());
//   meter.Add(clock.Now(), 300);
//   meter.PerSecond(clock.Now());
//
// Method: a sum that fades by exp(-t / kMemory); divided by what it would be at a steady rate of
// one, also in the first seconds.
// Threads: none of its own; guard it.
#ifndef TASNIF_SERVER_RATE_METER_H_
#define TASNIF_SERVER_RATE_METER_H_

#include <algorithm>
#include <cmath>

#include "absl/time/time.h"

namespace tasnif {

class RateMeter {
 public:
  static constexpr absl::Duration kMemory = absl::Seconds(2);

  explicit RateMeter(absl::Time start) : start_(start), last_(start) {}

  // amount: of anything. A clock that steps back counts as standing still.
  void Add(absl::Time now, double amount) {
    Fade(now);
    sum_ += amount;
  }

  // 0 before the first Add().
  double PerSecond(absl::Time now) {
    Fade(now);
    // Not less than a hundredth of a second: a burst at the very start says little of the rate.
    const double age = std::max(0.01, absl::ToDoubleSeconds(last_ - start_));
    const double memory = absl::ToDoubleSeconds(kMemory);
    return sum_ / (memory * (1 - std::exp(-age / memory)));
  }

 private:
  void Fade(absl::Time now) {
    if (now <= last_) return;
    sum_ *= std::exp(-absl::ToDoubleSeconds(now - last_) / absl::ToDoubleSeconds(kMemory));
    last_ = now;
  }

  const absl::Time start_;
  absl::Time last_;
  double sum_ = 0;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_RATE_METER_H_
