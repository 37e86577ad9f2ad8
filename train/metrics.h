// train/metrics.h
//
// How good a model is, from pairs of what is true and what was answered. Pure arithmetic.
//
//   Evaluation evaluation = Evaluate(outcomes);
//   evaluation.overall.macro_f1;
//
// Threads: pure functions. Cost: O(outcomes log outcomes). The calibration error is the engine's
// (engine/calibration.h), over 15 bins.
#ifndef TASNIF_TRAIN_METRICS_H_
#define TASNIF_TRAIN_METRICS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace tasnif {

// One answer beside the truth.
struct Outcome {
  std::string gold;
  // The best label, also where the model abstained or said `undetermined`.
  std::string predicted;
  float probability = 0;  // Of `predicted`, in [0, 1].
  bool is_abstained = false;
  std::string source;  // Data set.
  std::string split;
  std::string language;  // BCP 47.
  std::string publisher;
  // Of every label, where EvaluateOptions.keeps_probabilities; otherwise empty.
  std::map<std::string, float> probabilities;
  // Where the article came from: number of the file, for who measures several; line in it, from 1;
  // and of a stance, which of the line's targets, from 0.
  uint32_t file = 0;
  uint64_t line = 0;
  uint32_t target = 0;
};

// Of one label. Zero where it has no support or was never predicted.
struct LabelMetrics {
  uint64_t support = 0;    // Times it is true.
  uint64_t predicted = 0;  // Times it was answered.
  double precision = 0;
  double recall = 0;
  double f1 = 0;
};

struct Summary {
  uint64_t articles = 0;
  double accuracy = 0;
  // Mean F1 over the labels that are true at least once here. A label that the model knows and the
  // set does not lowers it only through the recall of others.
  double macro_f1 = 0;
  double ece = 0;             // Expected calibration error, in [0, 1].
  double answered_share = 0;  // Not abstained.
  double answered_accuracy = 0;
};

// Accuracy on the most confident part.
struct CoveragePoint {
  double coverage = 0;  // In (0, 1].
  double accuracy = 0;
  double threshold = 0;  // Probability of the least confident of them.
};

// Answers with a probability in [low, high); the last bin holds 1, too.
struct ReliabilityBin {
  double low = 0;
  double high = 0;
  uint64_t articles = 0;
  double mean_probability = 0;
  double accuracy = 0;
};

struct Evaluation {
  Summary overall;
  std::map<std::string, LabelMetrics> labels;
  // Gold → predicted → times.
  std::map<std::string, std::map<std::string, uint64_t>> confusion;
  std::vector<CoveragePoint> coverage;      // At 20, 40, 60, 80 and 100 %.
  std::vector<ReliabilityBin> reliability;  // The 15 bins of the calibration error.
  // "source", "split" ("source/split"), "language", "publisher", and "labels" where there are
  // groups of them → value → numbers.
  std::map<std::string, std::map<std::string, Summary>> slices;
  // Articles that could not be labelled; not part of the numbers.
  uint64_t failed = 0;
};

// Everything of Evaluation but `failed`. An empty list gives zeros.
Evaluation Evaluate(const std::vector<Outcome>& outcomes);

// Label groups (name → labels) as slices "labels": the articles whose true label is of the group.
void AddLabelGroups(const std::vector<Outcome>& outcomes,
                    const std::map<std::string, std::vector<std::string>>& groups,
                    Evaluation* evaluation);

// As Evaluation.coverage, at each percentage of `percents`, each from 1 to 100.
std::vector<CoveragePoint> CoverageCurve(const std::vector<Outcome>& outcomes,
                                         const std::vector<int>& percents);

// Parts of Evaluate, for tests and for slices.
Summary Summarise(const std::vector<const Outcome*>& outcomes);

// The lowest probability threshold above which the answers have `target` accuracy, among thresholds
// that drop at most `max_dropped` of them; where none has, the one of max_dropped; 0 where all of
// them have it already.
double ThresholdForAccuracy(const std::vector<Outcome>& outcomes, double target,
                            double max_dropped);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_METRICS_H_
