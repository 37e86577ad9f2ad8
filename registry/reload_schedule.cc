#include "registry/reload_schedule.h"

#include <algorithm>

namespace tasnif {

void ReloadSchedule::OnChange(absl::Time now) {
  if (!first_change_.has_value()) first_change_ = now;
  last_change_ = now;
}

void ReloadSchedule::OnReload(absl::Time now, bool is_ok) {
  first_change_.reset();
  distance_ = is_ok ? options_.poll : std::min(distance_ * 2, options_.max_poll);
  next_poll_ = now + distance_;
}

absl::Duration ReloadSchedule::UntilNext(absl::Time now) const {
  absl::Time next = next_poll_;
  if (first_change_.has_value()) {
    next = std::min(next,
                    std::min(last_change_ + options_.quiet, *first_change_ + options_.max_quiet));
  }
  return std::max(next - now, absl::ZeroDuration());
}

}  // namespace tasnif
