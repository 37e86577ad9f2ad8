// registry/reload_schedule.h
//
// When to read the models folder again: shortly after it changed, now and then in any case, and
// less often while it cannot be used. Pure; the caller tells the time.
//
//   ReloadSchedule schedule(options, clock.Now());
//   schedule.OnChange(clock.Now());
//   if (schedule.IsDue(clock.Now())) schedule.OnReload(clock.Now(), registry.Reload().ok());
//   Wait(schedule.UntilNext(clock.Now()));
#ifndef TASNIF_REGISTRY_RELOAD_SCHEDULE_H_
#define TASNIF_REGISTRY_RELOAD_SCHEDULE_H_

#include <optional>

#include "absl/time/time.h"

namespace tasnif {

struct ReloadOptions {
  // Without any sign of a change: network file systems give none.
  absl::Duration poll = absl::Seconds(10);
  // A change counts once nothing more has happened for so long, for files come one after another…
  absl::Duration quiet = absl::Milliseconds(100);
  // …but not later than this after the first one.
  absl::Duration max_quiet = absl::Seconds(2);
  // Polls after failures double their distance up to this: a broken model is read as a whole to
  // find that it still is. A change is looked at as soon as ever.
  absl::Duration max_poll = absl::Minutes(5);
};

class ReloadSchedule {
 public:
  ReloadSchedule(const ReloadOptions& options, absl::Time now)
      : options_(options), next_poll_(now + options.poll) {}

  void OnChange(absl::Time now);
  void OnReload(absl::Time now, bool is_ok);

  bool IsDue(absl::Time now) const { return UntilNext(now) <= absl::ZeroDuration(); }
  // Not less than 0.
  absl::Duration UntilNext(absl::Time now) const;

 private:
  const ReloadOptions options_;
  absl::Time next_poll_;
  absl::Duration distance_ = options_.poll;
  std::optional<absl::Time> first_change_;
  absl::Time last_change_;
};

}  // namespace tasnif

#endif  // TASNIF_REGISTRY_RELOAD_SCHEDULE_H_
