// train/paired_bootstrap.h
//
// How much better one model is than another on the same articles, and how sure that is.
//
//   TASNIF_ASSIGN_OR_RETURN(BootstrapResult result,
//                           PairedBootstrap(champion, challenger, {.metric =
//                           GainMetric::kMacroF1}));
//   if (result.gain.low > 0) …   // better, and not by the luck of these articles
//
// Articles are drawn with replacement, each with the answers of both models, so that what is hard
// for both cancels out.
// Threads: pure function; the same seed gives the same numbers. Cost: resamples x articles.
// Source: Efron and Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13 (percentile
// intervals); for pairs of classifiers: Koehn 2004, "Statistical Significance Tests for Machine
// Translation Evaluation".
#ifndef TASNIF_TRAIN_PAIRED_BOOTSTRAP_H_
#define TASNIF_TRAIN_PAIRED_BOOTSTRAP_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "train/metrics.h"

namespace tasnif {

enum class GainMetric { kMacroF1, kAccuracy };

struct PairedBootstrapOptions {
  GainMetric metric = GainMetric::kMacroF1;
  uint32_t resamples = 1000;
  double confidence = 0.95;  // Of the two-sided interval, in (0, 1).
  uint64_t seed = 1;
};

// Challenger minus champion.
struct PairedDifference {
  double value = 0;  // On the articles as they are.
  double low = 0;    // The interval; low <= high.
  double high = 0;
};

struct BootstrapResult {
  PairedDifference gain;  // Of the metric.
  // Share of the resamples in which the challenger is better; near 0.5: no difference.
  double share_better = 0;
  std::map<std::string, PairedDifference> label_f1;  // Of each label that is true at least once.
};

// Both in the same order: the i-th of each is about the same article.
// INVALID_ARGUMENT: no outcome, different lengths, or a pair with different gold labels.
absl::StatusOr<BootstrapResult> PairedBootstrap(const std::vector<Outcome>& champion,
                                                const std::vector<Outcome>& challenger,
                                                const PairedBootstrapOptions& options);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_PAIRED_BOOTSTRAP_H_
