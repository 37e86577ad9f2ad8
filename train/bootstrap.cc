#include "train/bootstrap.h"

#include <algorithm>
#include <cmath>

#include "train/selection.h"

namespace tasnif {
namespace {

double Ratio(double part, double whole) { return whole == 0 ? 0 : part / whole; }

// What the samples gave, number by number.
struct SampledScores {
  std::vector<double> accuracy;
  std::vector<double> macro_f1;
  std::vector<double> answered_accuracy;
  std::vector<std::vector<double>> label_f1;  // [labels][samples]
};

SampledScores Sample(const CodedOutcomes& outcomes, size_t label_count,
                     const BootstrapOptions& options) {
  SampledScores sampled;
  sampled.label_f1.resize(label_count);
  std::vector<uint32_t> weights;
  Scores scores;
  for (uint32_t number = 0; number < options.samples; ++number) {
    DrawWeights(options.seed, number, outcomes.gold.size(), &weights);
    ScoreWeighted(outcomes, weights, label_count, &scores);
    sampled.accuracy.push_back(scores.accuracy);
    sampled.macro_f1.push_back(scores.macro_f1);
    sampled.answered_accuracy.push_back(scores.answered_accuracy);
    for (size_t label = 0; label < label_count; ++label) {
      sampled.label_f1[label].push_back(scores.label_f1[label]);
    }
  }
  return sampled;
}

// Times that each label is true, answered, and both.
struct Counts {
  explicit Counts(size_t label_count)
      : support(label_count), predicted(label_count), right(label_count) {}
  std::vector<uint64_t> support;
  std::vector<uint64_t> predicted;
  std::vector<uint64_t> right;
};

void SetF1(const Counts& counts, Scores* scores) {
  const size_t label_count = counts.support.size();
  scores->label_f1.assign(label_count, 0);
  double sum = 0;
  size_t present = 0;
  for (size_t label = 0; label < label_count; ++label) {
    if (counts.support[label] == 0) continue;
    scores->label_f1[label] =
        Ratio(2.0 * counts.right[label], counts.support[label] + counts.predicted[label]);
    sum += scores->label_f1[label];
    ++present;
  }
  scores->macro_f1 = Ratio(sum, present);
}

}  // namespace

CodedOutcomes CodeOutcomes(const std::vector<Outcome>& outcomes, LabelCodes* codes) {
  const auto code = [codes](const std::string& label) {
    return codes->try_emplace(label, static_cast<uint32_t>(codes->size())).first->second;
  };
  CodedOutcomes coded;
  for (const Outcome& outcome : outcomes) {
    coded.gold.push_back(code(outcome.gold));
    coded.predicted.push_back(code(outcome.predicted));
    coded.answered.push_back(outcome.is_abstained ? 0 : 1);
  }
  return coded;
}

void DrawWeights(uint64_t seed, uint32_t number, size_t size, std::vector<uint32_t>* weights) {
  weights->assign(size, 0);
  const uint64_t stream = MixHash(seed, number);
  for (size_t i = 0; i < size; ++i) {
    // The upper half of a random number, scaled to [0, size).
    const uint64_t draw = MixHash(stream, i + 1) >> 32;
    ++(*weights)[(draw * size) >> 32];
  }
}

void ScoreWeighted(const CodedOutcomes& outcomes, const std::vector<uint32_t>& weights,
                   size_t label_count, Scores* scores) {
  Counts counts(label_count);
  uint64_t total = 0, right = 0, answered = 0, answered_right = 0;
  for (size_t i = 0; i < weights.size(); ++i) {
    const uint32_t weight = weights[i];
    const uint64_t hit = outcomes.gold[i] == outcomes.predicted[i] ? weight : 0;
    counts.support[outcomes.gold[i]] += weight;
    counts.predicted[outcomes.predicted[i]] += weight;
    counts.right[outcomes.gold[i]] += hit;
    total += weight;
    right += hit;
    answered += outcomes.answered[i] * weight;
    answered_right += outcomes.answered[i] * hit;
  }
  scores->accuracy = Ratio(right, total);
  scores->answered_accuracy = Ratio(answered_right, answered);
  SetF1(counts, scores);
}

Interval MiddlePart(double level, std::vector<double>* values) {
  if (values->empty()) return {};
  std::sort(values->begin(), values->end());
  const double last = static_cast<double>(values->size() - 1);
  const auto at = [&](double share) {
    return (*values)[static_cast<size_t>(std::lround(share * last))];
  };
  return {at((1 - level) / 2), at((1 + level) / 2)};
}

Intervals BootstrapIntervals(const std::vector<Outcome>& outcomes,
                             const BootstrapOptions& options) {
  Intervals intervals;
  if (outcomes.empty()) return intervals;
  LabelCodes codes;
  const CodedOutcomes coded = CodeOutcomes(outcomes, &codes);
  SampledScores sampled = Sample(coded, codes.size(), options);
  intervals.accuracy = MiddlePart(options.level, &sampled.accuracy);
  intervals.macro_f1 = MiddlePart(options.level, &sampled.macro_f1);
  intervals.answered_accuracy = MiddlePart(options.level, &sampled.answered_accuracy);
  for (const auto& [label, code] : codes) {
    const bool is_true = std::find(coded.gold.begin(), coded.gold.end(), code) != coded.gold.end();
    if (!is_true) continue;
    intervals.label_f1[label] = MiddlePart(options.level, &sampled.label_f1[code]);
  }
  return intervals;
}

}  // namespace tasnif
