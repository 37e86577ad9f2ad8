#include "train/comparison.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace tasnif {
namespace {

// The outcomes of both models on the same articles, in the same order.
struct Paired {
  std::vector<Outcome> baseline;
  std::vector<Outcome> candidate;
  uint64_t unpaired = 0;
};

std::tuple<uint32_t, uint64_t, uint32_t> PlaceOf(const Outcome& outcome) {
  return {outcome.file, outcome.line, outcome.target};
}

absl::Status Disagreement(const Outcome& a, const Outcome& b) {
  return absl::InvalidArgumentError(
      absl::StrCat("line ", a.line, " is '", a.gold, "' in one list of outcomes and '", b.gold,
                   "' in the other; measure both models on the same file"));
}

absl::StatusOr<Paired> Pair(const std::vector<Outcome>& baseline,
                            const std::vector<Outcome>& candidate) {
  Paired paired;
  auto a = baseline.begin();
  auto b = candidate.begin();
  while (a != baseline.end() && b != candidate.end()) {
    if (PlaceOf(*a) != PlaceOf(*b)) {
      ++paired.unpaired;
      PlaceOf(*a) < PlaceOf(*b) ? ++a : ++b;
      continue;
    }
    if (a->gold != b->gold) return Disagreement(*a, *b);
    paired.baseline.push_back(*a++);
    paired.candidate.push_back(*b++);
  }
  paired.unpaired += (baseline.end() - a) + (candidate.end() - b);
  if (!paired.baseline.empty()) return paired;
  return absl::InvalidArgumentError(
      "no article was measured with both models; compare them on the same file and filter");
}

void CountPairs(const Paired& paired, Comparison* comparison) {
  for (size_t i = 0; i < paired.baseline.size(); ++i) {
    const bool baseline = paired.baseline[i].predicted == paired.baseline[i].gold;
    const bool candidate = paired.candidate[i].predicted == paired.candidate[i].gold;
    if (baseline && candidate) ++comparison->both_right;
    if (baseline && !candidate) ++comparison->only_baseline_right;
    if (!baseline && candidate) ++comparison->only_candidate_right;
    if (!baseline && !candidate) ++comparison->both_wrong;
  }
}

Difference Describe(double value, double level, std::vector<double> sampled) {
  const auto not_better =
      std::count_if(sampled.begin(), sampled.end(), [](double sample) { return sample <= 0; });
  Difference difference;
  difference.value = value;
  difference.not_better_share = static_cast<double>(not_better) / sampled.size();
  difference.interval = MiddlePart(level, &sampled);
  return difference;
}

void SampleDifferences(const Paired& paired, const BootstrapOptions& options,
                       Comparison* comparison) {
  LabelCodes codes;
  const CodedOutcomes baseline = CodeOutcomes(paired.baseline, &codes);
  const CodedOutcomes candidate = CodeOutcomes(paired.candidate, &codes);
  std::vector<uint32_t> weights(paired.baseline.size(), 1);
  Scores a, b;
  const auto score = [&] {
    ScoreWeighted(baseline, weights, codes.size(), &a);
    ScoreWeighted(candidate, weights, codes.size(), &b);
  };
  score();
  const double accuracy = b.accuracy - a.accuracy;
  const double macro_f1 = b.macro_f1 - a.macro_f1;
  std::vector<double> accuracies, macro_f1s;
  for (uint32_t number = 0; number < options.samples; ++number) {
    DrawWeights(options.seed, number, weights.size(), &weights);
    score();
    accuracies.push_back(b.accuracy - a.accuracy);
    macro_f1s.push_back(b.macro_f1 - a.macro_f1);
  }
  comparison->accuracy = Describe(accuracy, options.level, std::move(accuracies));
  comparison->macro_f1 = Describe(macro_f1, options.level, std::move(macro_f1s));
}

}  // namespace

double McNemarExact(uint64_t a, uint64_t b) {
  const double throws = static_cast<double>(a + b);
  const uint64_t fewer = std::min(a, b);
  double sum = 0;
  // Logarithms, because the binomial coefficients are too large for a double.
  double log_term = -throws * std::log(2.0);
  for (uint64_t k = 0; k <= fewer; ++k) {
    sum += std::exp(log_term);
    log_term += std::log((throws - static_cast<double>(k)) / static_cast<double>(k + 1));
  }
  return std::min(1.0, 2 * sum);
}

absl::StatusOr<Comparison> Compare(const std::vector<Outcome>& baseline,
                                   const std::vector<Outcome>& candidate,
                                   const BootstrapOptions& options) {
  TASNIF_ASSIGN_OR_RETURN(const Paired paired, Pair(baseline, candidate));
  Comparison comparison;
  comparison.articles = paired.baseline.size();
  comparison.unpaired = paired.unpaired;
  CountPairs(paired, &comparison);
  comparison.mcnemar_p =
      McNemarExact(comparison.only_baseline_right, comparison.only_candidate_right);
  SampleDifferences(paired, options, &comparison);
  return comparison;
}

}  // namespace tasnif
