// train/comparison.h
//
// Two models on the same articles: is one better, or was it luck?
//
//   TASNIF_ASSIGN_OR_RETURN(Comparison comparison, Compare(champion_outcomes,
//   challenger_outcomes)); if (comparison.mcnemar_p < 0.01) …   // the difference in accuracy is no
//   luck
//
// Two paired tests. McNemar's exact test looks only at the articles where one model is right and
// the other wrong: if both were equally good, each would be right in half of them. The paired
// bootstrap draws articles again and again and scores both models on the same draw, which also
// covers macro F1.
//
// Threads: pure. Cost: that of BootstrapIntervals, twice.
// Source: McNemar 1947, "Note on the sampling error of the difference between correlated
// proportions"; Koehn 2004, "Statistical Significance Tests for Machine Translation Evaluation".
#ifndef TASNIF_TRAIN_COMPARISON_H_
#define TASNIF_TRAIN_COMPARISON_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "train/bootstrap.h"
#include "train/metrics.h"

namespace tasnif {

// The candidate's number minus the baseline's.
struct Difference {
  double value = 0;
  Interval interval;
  // Samples in which the candidate was not better, in [0, 1].
  double not_better_share = 0;
};

struct Comparison {
  uint64_t articles = 0;  // Measured with both.
  uint64_t unpaired = 0;  // Measured with one of them only; left out.
  uint64_t both_right = 0;
  uint64_t only_baseline_right = 0;
  uint64_t only_candidate_right = 0;
  uint64_t both_wrong = 0;
  double mcnemar_p = 1;  // Two-sided, exact.
  Difference accuracy;
  Difference macro_f1;
};

// Pairs the outcomes by Outcome.file, line and target; each list must be in that order, as
// CollectOutcomes gives it.
// INVALID_ARGUMENT: no outcome has a partner, or two partners disagree about what is true.
absl::StatusOr<Comparison> Compare(const std::vector<Outcome>& baseline,
                                   const std::vector<Outcome>& candidate,
                                   const BootstrapOptions& options = {});

// Probability that a fair coin, thrown a + b times, falls at least as unevenly as a to b.
double McNemarExact(uint64_t a, uint64_t b);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_COMPARISON_H_
