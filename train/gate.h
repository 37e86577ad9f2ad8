// train/gate.h
//
// Whether a new model may take the place of the one that answers: a pure function over what both
// said of the same articles.
//
//   TASNIF_ASSIGN_OR_RETURN(GateOutcome outcome, RunGate({champion, challenger, probes}, rules));
//   if (!outcome.is_passed) …                                  // outcome.checks says why
//
// Every rule is a GateCheck of its own; the gate passes where every check does. A label or slice is
// worse where the loss is larger than allowed and its interval leaves no doubt that it is a loss,
// so that a slice of thirty articles cannot stop a release by chance. Threads: pure functions.
#ifndef TASNIF_TRAIN_GATE_H_
#define TASNIF_TRAIN_GATE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "train/metrics.h"
#include "train/paired_bootstrap.h"

namespace tasnif {

// One of the two models.
struct GateSide {
  std::string model;               // "topic@3"
  std::vector<Outcome> outcomes;   // Both sides in the same order.
  uint64_t bytes = 0;              // Of model.tsf.
  double articles_per_second = 0;  // 0: not measured.
};

// An article whose label is promised.
struct GateProbe {
  std::string id;
  std::string expected;
  std::string found;  // By the challenger.
};

struct GateRules {
  // Of the gain: "macro_f1" or "accuracy".
  std::string metric = "macro_f1";
  // The lower end of the gain's interval must reach it.
  double min_gain = 0;
  double confidence = 0.95;
  uint32_t resamples = 1000;
  uint32_t seed = 1;
  // Articles without which nothing is proven.
  uint32_t min_articles = 100;
  // F1 that a label may lose; labels with less support are not judged.
  double max_label_loss = 0.02;
  uint32_t min_label_support = 30;
  // Accuracy that a slice may lose; smaller slices are not judged.
  double max_slice_loss = 0.02;
  uint32_t min_slice_articles = 50;
  std::vector<std::string> slices = {"source", "language", "publisher"};
  // Expected calibration error: by how much it may rise, unless it stays below max_ece.
  double max_ece_rise = 0.01;
  double max_ece = 0.03;
  // Share of answered articles that may be lost.
  double max_answered_loss = 0.05;
  // Challenger / champion.
  double max_size_ratio = 1.5;
  double max_time_ratio = 1.5;
  uint32_t max_changed_probes = 0;
};

struct GateCheck {
  std::string name;  // "gain", "label sport", "slice language/ar", "probes", …
  bool is_passed = false;
  std::string found;    // "+0.031 (95 %: +0.012 to +0.048)"
  std::string allowed;  // "at least +0.000"
};

// A label or slice with both numbers, for the report.
struct GateRow {
  std::string name;
  uint64_t articles = 0;
  double champion = 0;
  double challenger = 0;
  PairedDifference difference;
  bool is_judged = false;  // Large enough to count.
};

struct GateOutcome {
  bool is_passed = false;
  std::vector<GateCheck> checks;
  BootstrapResult bootstrap;
  Evaluation champion;
  Evaluation challenger;
  std::vector<GateRow> labels;  // F1.
  std::vector<GateRow> slices;  // Accuracy.
};

// The names of the checks that failed, separated by ", ".
std::string FailedChecks(const GateOutcome& outcome);

// INVALID_ARGUMENT: the outcomes are not pairs (PairedBootstrap), or an unknown metric.
absl::StatusOr<GateOutcome> RunGate(const GateSide& champion, const GateSide& challenger,
                                    const std::vector<GateProbe>& probes, const GateRules& rules);

// Keys are the fields of GateRules; absent ones keep their default. INVALID_ARGUMENT names the key.
absl::StatusOr<GateRules> ParseGateRules(std::string_view json);

// Accuracy of challenger minus champion with its normal interval, from how often only one of them
// is right (McNemar 1947). Pure, for tests.
PairedDifference AccuracyDifference(uint64_t only_champion, uint64_t only_challenger,
                                    uint64_t articles, double confidence);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_GATE_H_
