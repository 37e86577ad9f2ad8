// base/steady_clock.h
//
// A Clock that begins with the system's time and then never steps, whatever is done to the system's
// clock: for deadlines and pauses.
#ifndef TASNIF_BASE_STEADY_CLOCK_H_
#define TASNIF_BASE_STEADY_CLOCK_H_

#include <chrono>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "base/clock.h"

namespace tasnif {

// Thread-safe.
class SteadyClock : public Clock {
 public:
  absl::Time Now() const override {
    return begin_ + absl::FromChrono(std::chrono::steady_clock::now() - steady_begin_);
  }

 private:
  const absl::Time begin_ = absl::Now();
  const std::chrono::steady_clock::time_point steady_begin_ = std::chrono::steady_clock::now();
};

}  // namespace tasnif

#endif  // TASNIF_BASE_STEADY_CLOCK_H_
