// train/bootstrap.h
//
// How far a number of an evaluation may be off because these articles were measured and not others.
//
//   Intervals intervals = BootstrapIntervals(outcomes, {.samples = 1000});
//   intervals.accuracy.low;
//
// The outcomes are drawn again and again with replacement; an interval holds the middle part of
// what the number was. It tells nothing about publishers or languages that no outcome comes from,
// and outcomes of one publisher are less independent than it takes them to be.
//
// Threads: pure functions; the same result on every machine. Cost: samples * outcomes, about a
// quarter of a second for a thousand samples of ten thousand.
// Source: Efron and Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13 (percentiles).
#ifndef TASNIF_TRAIN_BOOTSTRAP_H_
#define TASNIF_TRAIN_BOOTSTRAP_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "train/metrics.h"

namespace tasnif {

struct BootstrapOptions {
  uint32_t samples = 1000;  // At least 1.
  double level = 0.95;      // Share of the samples inside the interval; in (0, 1).
  uint64_t seed = 1;
};

struct Interval {
  double low = 0;
  double high = 0;
};

struct Intervals {
  Interval accuracy;
  Interval macro_f1;
  Interval answered_accuracy;
  std::map<std::string, Interval> label_f1;  // Of the labels that are true at least once.
};

// An empty list gives zeros.
Intervals BootstrapIntervals(const std::vector<Outcome>& outcomes, const BootstrapOptions& options);

// --- Parts, also for comparisons of two models. ---

// Outcomes with numbers for labels. Two models that are compared share the numbers.
struct CodedOutcomes {
  std::vector<uint32_t> gold;       // [outcomes]
  std::vector<uint32_t> predicted;  // [outcomes]
  std::vector<uint8_t> answered;    // [outcomes] 1 where the model did not abstain.
};

// Label → number, from 0 without gaps; grows.
using LabelCodes = std::map<std::string, uint32_t>;
CodedOutcomes CodeOutcomes(const std::vector<Outcome>& outcomes, LabelCodes* codes);

struct Scores {
  double accuracy = 0;
  double macro_f1 = 0;
  double answered_accuracy = 0;
  std::vector<double> label_f1;  // [labels]; 0 where a label is never true.
};

// Overwrites `scores`. weights [outcomes]: how often each outcome counts.
void ScoreWeighted(const CodedOutcomes& outcomes, const std::vector<uint32_t>& weights,
                   size_t label_count, Scores* scores);

// Overwrites weights [size]: how often each of `size` > 0 outcomes is drawn in sample `number`.
void DrawWeights(uint64_t seed, uint32_t number, size_t size, std::vector<uint32_t>* weights);

// The middle part of `values`, which it sorts. {0, 0} where there are none.
Interval MiddlePart(double level, std::vector<double>* values);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_BOOTSTRAP_H_
