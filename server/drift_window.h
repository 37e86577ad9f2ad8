// server/drift_window.h
//
// What was counted lately, from counters that only ever grow: the difference between now and about
// an hour ago.
//
//   DriftWindow window(absl::Hours(1));
//   LabelCounts lately = window.Advance(clock.Now(), counts_since_the_start);
//
// Called at every scrape; keeps one state for every twelfth of the span. Before the span is over,
// everything since the start counts.
// Threads: none of its own.
#ifndef TASNIF_SERVER_DRIFT_WINDOW_H_
#define TASNIF_SERVER_DRIFT_WINDOW_H_

#include <deque>
#include <map>
#include <string>

#include "absl/time/time.h"

namespace tasnif {

// `head@version` → label → count.
using LabelCounts = std::map<std::string, std::map<std::string, double>>;

class DriftWindow {
 public:
  explicit DriftWindow(absl::Duration span) : span_(span) {}

  // now: not before that of the last call. counts: since the start.
  LabelCounts Advance(absl::Time now, const LabelCounts& counts);

 private:
  struct Kept {
    absl::Time time;
    LabelCounts counts;
  };

  const absl::Duration span_;
  std::deque<Kept> kept_;  // Oldest first.
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_DRIFT_WINDOW_H_
