#include "train/label_offsets.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

namespace tasnif {
namespace {

constexpr int kSteps = 15;  // Each way.
constexpr double kStep = 0.1;
constexpr int kRounds = 3;

// Outcomes as numbers: labels in alphabetical order.
struct Problem {
  std::vector<std::string> labels;
  std::vector<size_t> gold;
  std::vector<std::vector<double>> logits;

  size_t NumberOf(const std::string& label) const {
    return static_cast<size_t>(std::lower_bound(labels.begin(), labels.end(), label) -
                               labels.begin());
  }
};

Problem Pose(const std::vector<const Outcome*>& outcomes) {
  Problem problem;
  std::map<std::string, bool> labels;
  for (const Outcome* outcome : outcomes) {
    for (const auto& [label, probability] : outcome->probabilities) labels[label] = true;
  }
  for (const auto& [label, is_there] : labels) problem.labels.push_back(label);
  for (const Outcome* outcome : outcomes) {
    if (labels.count(outcome->gold) == 0) continue;
    std::vector<double> logits(problem.labels.size(), std::log(1e-7));
    for (const auto& [label, probability] : outcome->probabilities) {
      logits[problem.NumberOf(label)] = std::log(std::max<double>(probability, 1e-7));
    }
    problem.gold.push_back(problem.NumberOf(outcome->gold));
    problem.logits.push_back(std::move(logits));
  }
  return problem;
}

// Over the labels that occur.
double MacroF1(const Problem& problem, const std::vector<double>& offsets) {
  const size_t labels = problem.labels.size();
  std::vector<double> right(labels), gold(labels), answered(labels);
  for (size_t i = 0; i < problem.gold.size(); ++i) {
    size_t best = 0;
    for (size_t k = 1; k < labels; ++k) {
      if (problem.logits[i][k] + offsets[k] > problem.logits[i][best] + offsets[best]) best = k;
    }
    ++answered[best];
    ++gold[problem.gold[i]];
    right[best] += best == problem.gold[i] ? 1 : 0;
  }
  double sum = 0;
  double occurring = 0;
  for (size_t k = 0; k < labels; ++k) {
    if (gold[k] == 0) continue;
    sum += 2 * right[k] / (gold[k] + answered[k]);
    ++occurring;
  }
  return occurring == 0 ? 0 : sum / occurring;
}

size_t MostFrequent(const Problem& problem) {
  std::vector<size_t> counts(problem.labels.size());
  for (const size_t gold : problem.gold) ++counts[gold];
  return static_cast<size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin());
}

// Moves one offset to where macro F1 is best; of equals to the one nearest to zero.
void Improve(const Problem& problem, size_t label, std::vector<double>* offsets) {
  std::vector<double> trial = *offsets;
  double best = MacroF1(problem, trial);
  for (int step = 0; step <= kSteps; ++step) {
    for (const double offset : {step * kStep, -step * kStep}) {
      trial[label] = offset;
      const double score = MacroF1(problem, trial);
      const bool is_nearer =
          score == best && std::abs(offset) < std::abs((*offsets)[label]) - kStep / 2;
      if (score <= best && !is_nearer) continue;
      best = score;
      (*offsets)[label] = offset;
    }
  }
}

}  // namespace

v1::LabelOffsets FitLabelOffsets(const std::vector<const Outcome*>& outcomes) {
  const Problem problem = Pose(outcomes);
  v1::LabelOffsets out;
  if (problem.gold.empty()) return out;
  const size_t fixed = MostFrequent(problem);
  std::vector<double> offsets(problem.labels.size());
  for (int round = 0; round < kRounds; ++round) {
    for (size_t label = 0; label < offsets.size(); ++label) {
      if (label != fixed) Improve(problem, label, &offsets);
    }
  }
  for (size_t label = 0; label < offsets.size(); ++label) {
    if (offsets[label] == 0) continue;
    (*out.mutable_offset())[problem.labels[label]] = static_cast<float>(offsets[label]);
  }
  return out;
}

Outcome Shifted(const Outcome& outcome, const v1::LabelOffsets& offsets) {
  Outcome out = outcome;
  if (offsets.offset().empty() || out.probabilities.empty()) return out;
  double sum = 0;
  for (auto& [label, probability] : out.probabilities) {
    const auto offset = offsets.offset().find(label);
    if (offset != offsets.offset().end()) probability *= std::exp(offset->second);
    sum += probability;
  }
  out.probability = -1;
  for (auto& [label, probability] : out.probabilities) {
    probability = static_cast<float>(probability / sum);
    if (probability <= out.probability) continue;
    out.probability = probability;
    out.predicted = label;
  }
  return out;
}

}  // namespace tasnif
