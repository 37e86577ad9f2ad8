#include "train/metrics.h"

#include <algorithm>
#include <cmath>

#include "absl/status/statusor.h"
#include "engine/calibration.h"

namespace tasnif {
namespace {

using Pointers = std::vector<const Outcome*>;

bool IsRight(const Outcome& outcome) { return outcome.gold == outcome.predicted; }

double Ratio(double part, double whole) { return whole == 0 ? 0 : part / whole; }

uint64_t CountRight(const Pointers& outcomes) {
  return std::count_if(outcomes.begin(), outcomes.end(), [](auto* o) { return IsRight(*o); });
}

std::map<std::string, LabelMetrics> MeasureLabels(const Pointers& outcomes) {
  std::map<std::string, LabelMetrics> labels;
  std::map<std::string, uint64_t> right;
  for (const Outcome* outcome : outcomes) {
    ++labels[outcome->gold].support;
    ++labels[outcome->predicted].predicted;
    if (IsRight(*outcome)) ++right[outcome->gold];
  }
  for (auto& [label, metrics] : labels) {
    metrics.precision = Ratio(right[label], metrics.predicted);
    metrics.recall = Ratio(right[label], metrics.support);
    metrics.f1 = Ratio(2.0 * right[label], metrics.predicted + metrics.support);
  }
  return labels;
}

double MacroF1(const std::map<std::string, LabelMetrics>& labels) {
  double sum = 0;
  uint64_t count = 0;
  for (const auto& [label, metrics] : labels) {
    if (metrics.support == 0) continue;
    sum += metrics.f1;
    ++count;
  }
  return Ratio(sum, count);
}

// Most confident first; ties keep their order, so that the result does not depend on the sort.
Pointers ByConfidence(Pointers outcomes) {
  std::stable_sort(outcomes.begin(), outcomes.end(), [](const Outcome* a, const Outcome* b) {
    return a->probability > b->probability;
  });
  return outcomes;
}

std::vector<CoveragePoint> MeasureCoverage(const Pointers& outcomes,
                                           const std::vector<int>& percents) {
  const Pointers sorted = ByConfidence(outcomes);
  // right[n]: of the first n.
  std::vector<uint64_t> right(1);
  for (const Outcome* outcome : sorted) right.push_back(right.back() + IsRight(*outcome));
  std::vector<CoveragePoint> points;
  for (const int percent : percents) {
    const size_t count = (sorted.size() * percent + 99) / 100;
    if (count == 0) continue;
    points.push_back({percent / 100.0, Ratio(right[count], count), sorted[count - 1]->probability});
  }
  return points;
}

std::vector<ReliabilityBin> MeasureReliability(const Pointers& outcomes) {
  constexpr size_t kBins = 15;
  std::vector<ReliabilityBin> bins(kBins);
  for (const Outcome* outcome : outcomes) {
    const double probability = std::clamp<double>(outcome->probability, 0, 1);
    ReliabilityBin& bin = bins[std::min(static_cast<size_t>(probability * kBins), kBins - 1)];
    ++bin.articles;
    bin.mean_probability += probability;
    bin.accuracy += IsRight(*outcome);
  }
  for (size_t i = 0; i < kBins; ++i) {
    bins[i].low = static_cast<double>(i) / kBins;
    bins[i].high = static_cast<double>(i + 1) / kBins;
    bins[i].mean_probability = Ratio(bins[i].mean_probability, bins[i].articles);
    bins[i].accuracy = Ratio(bins[i].accuracy, bins[i].articles);
  }
  return bins;
}

Pointers PointersTo(const std::vector<Outcome>& outcomes) {
  Pointers pointers;
  pointers.reserve(outcomes.size());
  for (const Outcome& outcome : outcomes) pointers.push_back(&outcome);
  return pointers;
}

std::string SourceAndSplit(const Outcome& outcome) { return outcome.source + "/" + outcome.split; }

std::map<std::string, Summary> Slices(const Pointers& outcomes,
                                      const std::function<std::string(const Outcome&)>& value_of) {
  std::map<std::string, Pointers> groups;
  for (const Outcome* outcome : outcomes) groups[value_of(*outcome)].push_back(outcome);
  std::map<std::string, Summary> slices;
  for (const auto& [value, group] : groups) {
    if (!value.empty()) slices[value] = Summarise(group);
  }
  return slices;
}

double CalibrationError(const Pointers& outcomes) {
  std::vector<float> confidences;
  std::vector<uint8_t> is_right;
  for (const Outcome* outcome : outcomes) {
    confidences.push_back(std::clamp(outcome->probability, 0.0f, 1.0f));
    is_right.push_back(IsRight(*outcome));
  }
  const absl::StatusOr<double> error = ExpectedCalibrationError(confidences, is_right);
  // Only an empty list is refused.
  return error.ok() ? *error : 0;
}

}  // namespace

Summary Summarise(const Pointers& outcomes) {
  Pointers answered;
  for (const Outcome* outcome : outcomes) {
    if (!outcome->is_abstained) answered.push_back(outcome);
  }
  Summary summary;
  summary.articles = outcomes.size();
  summary.accuracy = Ratio(CountRight(outcomes), outcomes.size());
  summary.macro_f1 = MacroF1(MeasureLabels(outcomes));
  summary.ece = CalibrationError(outcomes);
  summary.answered_share = Ratio(answered.size(), outcomes.size());
  summary.answered_accuracy = Ratio(CountRight(answered), answered.size());
  return summary;
}

Evaluation Evaluate(const std::vector<Outcome>& outcomes) {
  const Pointers all = PointersTo(outcomes);
  Evaluation evaluation;
  evaluation.overall = Summarise(all);
  evaluation.labels = MeasureLabels(all);
  for (const Outcome* outcome : all) ++evaluation.confusion[outcome->gold][outcome->predicted];
  evaluation.coverage = MeasureCoverage(all, {20, 40, 60, 80, 100});
  evaluation.reliability = MeasureReliability(all);
  evaluation.slices["source"] = Slices(all, [](const Outcome& o) { return o.source; });
  evaluation.slices["split"] = Slices(all, SourceAndSplit);
  evaluation.slices["language"] = Slices(all, [](const Outcome& o) { return o.language; });
  evaluation.slices["publisher"] = Slices(all, [](const Outcome& o) { return o.publisher; });
  return evaluation;
}

std::vector<CoveragePoint> CoverageCurve(const std::vector<Outcome>& outcomes,
                                         const std::vector<int>& percents) {
  return MeasureCoverage(PointersTo(outcomes), percents);
}

void AddLabelGroups(const std::vector<Outcome>& outcomes,
                    const std::map<std::string, std::vector<std::string>>& groups,
                    Evaluation* evaluation) {
  for (const auto& [name, labels] : groups) {
    Pointers members;
    for (const Outcome& outcome : outcomes) {
      const bool is_member = std::find(labels.begin(), labels.end(), outcome.gold) != labels.end();
      if (is_member) members.push_back(&outcome);
    }
    evaluation->slices["labels"][name] = Summarise(members);
  }
}

double ThresholdForAccuracy(const std::vector<Outcome>& outcomes, double target,
                            double max_dropped) {
  const Pointers sorted = ByConfidence(PointersTo(outcomes));
  if (sorted.empty()) return 0;
  const auto least = static_cast<size_t>(std::ceil((1 - max_dropped) * sorted.size()));
  // From everything down: the first prefix that is good enough drops the fewest answers.
  uint64_t right = CountRight(sorted);
  for (size_t count = sorted.size(); count > 0 && count >= least; --count) {
    // Answers of one probability are kept or dropped together.
    const bool is_cut =
        count == sorted.size() || sorted[count]->probability < sorted[count - 1]->probability;
    if (is_cut && Ratio(right, count) >= target) {
      return count == sorted.size() ? 0 : sorted[count - 1]->probability;
    }
    right -= IsRight(*sorted[count - 1]);
  }
  return sorted[std::max<size_t>(least, 1) - 1]->probability;
}

}  // namespace tasnif
