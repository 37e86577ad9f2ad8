#include "bench/latency_histogram.h"

#include <algorithm>
#include <cmath>

namespace tasnif {

void LatencyHistogram::Add(absl::Duration duration, uint64_t times) {
  const double micros = std::max(absl::ToDoubleMicroseconds(duration), 1.0);
  const double step = std::log2(micros) * static_cast<double>(kStepsPerDoubling);
  // Compared before it is converted: it may be infinite.
  const size_t place = step < kSteps ? static_cast<size_t>(step) : kSteps - 1;
  counts_[place] += times;
  count_ += times;
}

absl::Duration LatencyHistogram::Quantile(double share) const {
  if (count_ == 0) return absl::ZeroDuration();
  const double wanted = std::clamp(share, 0.0, 1.0) * static_cast<double>(count_);
  const uint64_t rank = std::max<uint64_t>(static_cast<uint64_t>(std::ceil(wanted)), 1);
  uint64_t below = 0;
  size_t step = 0;
  while ((below += counts_[step]) < rank) ++step;
  // The middle of the step.
  const double doublings = (static_cast<double>(step) + 0.5) / kStepsPerDoubling;
  return absl::Microseconds(std::exp2(doublings));
}

}  // namespace tasnif
