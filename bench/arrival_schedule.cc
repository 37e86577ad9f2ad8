#include "bench/arrival_schedule.h"

#include <cmath>

namespace tasnif {

std::optional<absl::Duration> ArrivalSchedule::Next() {
  // Made by hand: std::exponential_distribution differs between libraries. In (0, 1], so that the
  // logarithm is finite.
  const double share = (static_cast<double>(random_() >> 11) + 1) / 9007199254740992.0;
  now_ += absl::Seconds(-std::log(share) / options_.requests_per_s);
  if (now_ >= options_.duration) return std::nullopt;
  return now_;
}

}  // namespace tasnif
