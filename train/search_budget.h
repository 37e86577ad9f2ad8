// train/search_budget.h
//
// How much of a search's time is left.
//
//   SearchBudget budget(absl::Seconds(600), log.spent(), clock);
//   while (budget.HasTime()) RunATrial();
//
// Time that earlier runs of the same search spent counts, so that the same command after a kill
// ends when the first one would have.
// Threads: safe, as the clock is.
#ifndef TASNIF_TRAIN_SEARCH_BUDGET_H_
#define TASNIF_TRAIN_SEARCH_BUDGET_H_

#include <algorithm>

#include "absl/time/time.h"
#include "base/clock.h"

namespace tasnif {

class SearchBudget {
 public:
  // Starts now. clock: must outlive the budget.
  SearchBudget(absl::Duration total, absl::Duration spent_before, const Clock& clock)
      : total_(total), spent_before_(spent_before), clock_(clock), start_(clock.Now()) {}

  bool HasTime() const { return Left() > absl::ZeroDuration(); }
  absl::Duration Left() const { return total_ - Spent(); }
  // At least zero, also where the clock was set back.
  absl::Duration Spent() const {
    return spent_before_ + std::max(absl::ZeroDuration(), clock_.Now() - start_);
  }

 private:
  const absl::Duration total_;
  const absl::Duration spent_before_;
  const Clock& clock_;
  const absl::Time start_;
};

}  // namespace tasnif

#endif  // TASNIF_TRAIN_SEARCH_BUDGET_H_
