// server/histogram.h
//
// How often values fell between given bounds, with their sum: what Prometheus calls a histogram.
//
//   Histogram sizes(kByteBounds);
//   sizes.Add(3000);
//   sizes.Merge(other);                  // of the same bounds
//
// Threads: none of its own.
#ifndef TASNIF_SERVER_HISTOGRAM_H_
#define TASNIF_SERVER_HISTOGRAM_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace tasnif {

class Histogram {
 public:
  // bounds: ascending; of static storage. A value belongs to the first bound that is not below it.
  explicit Histogram(absl::Span<const double> bounds)
      : bounds_(bounds), counts_(bounds.size() + 1) {}

  void Add(double value) {
    const auto bound = std::lower_bound(bounds_.begin(), bounds_.end(), value);
    ++counts_[static_cast<size_t>(bound - bounds_.begin())];
    sum_ += value;
  }
  void Merge(const Histogram& other) {
    for (size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
    sum_ += other.sum_;
  }

  absl::Span<const double> bounds() const { return bounds_; }
  // One more than bounds; the last one counts what is over all of them.
  absl::Span<const uint64_t> counts() const { return counts_; }
  double sum() const { return sum_; }

 private:
  absl::Span<const double> bounds_;
  std::vector<uint64_t> counts_;
  double sum_ = 0;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_HISTOGRAM_H_
