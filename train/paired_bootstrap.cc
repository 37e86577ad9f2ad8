#include "train/paired_bootstrap.h"

#include <cstddef>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "train/bootstrap.h"

namespace tasnif {
namespace {

// Both models on one draw of the articles.
struct PairedScores {
  Scores champion;
  Scores challenger;

  double Gain(GainMetric metric) const {
    return metric == GainMetric::kAccuracy ? challenger.accuracy - champion.accuracy
                                           : challenger.macro_f1 - champion.macro_f1;
  }
  double LabelGain(size_t label) const {
    return challenger.label_f1[label] - champion.label_f1[label];
  }
};

struct CodedPair {
  LabelCodes codes;
  CodedOutcomes champion;
  CodedOutcomes challenger;

  void Score(const std::vector<uint32_t>& weights, PairedScores* scores) const {
    ScoreWeighted(champion, weights, codes.size(), &scores->champion);
    ScoreWeighted(challenger, weights, codes.size(), &scores->challenger);
  }
};

// What the samples gave, in their order.
struct SampledGains {
  std::vector<double> gain;
  std::vector<std::vector<double>> label_f1;  // [labels][samples]
};

SampledGains Sample(const CodedPair& pair, const PairedBootstrapOptions& options) {
  SampledGains sampled;
  sampled.label_f1.resize(pair.codes.size());
  std::vector<uint32_t> weights;
  PairedScores scores;
  for (uint32_t number = 0; number < options.resamples; ++number) {
    DrawWeights(options.seed, number, pair.champion.gold.size(), &weights);
    pair.Score(weights, &scores);
    sampled.gain.push_back(scores.Gain(options.metric));
    for (size_t label = 0; label < sampled.label_f1.size(); ++label) {
      sampled.label_f1[label].push_back(scores.LabelGain(label));
    }
  }
  return sampled;
}

PairedDifference Describe(double value, double level, std::vector<double>* sampled) {
  const Interval interval = MiddlePart(level, sampled);
  return {value, interval.low, interval.high};
}

// Where both are equal, half of the sample speaks for each.
double ShareBetter(const std::vector<double>& gains) {
  double better = 0;
  for (const double gain : gains) better += gain > 0 ? 1 : gain == 0 ? 0.5 : 0;
  return better / static_cast<double>(gains.size());
}

absl::Status CheckPairs(const std::vector<Outcome>& champion,
                        const std::vector<Outcome>& challenger,
                        const PairedBootstrapOptions& options) {
  if (champion.size() != challenger.size() || champion.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the champion has ", champion.size(), " outcomes and the challenger ",
                     challenger.size(), "; expected the same articles, at least one"));
  }
  for (size_t i = 0; i < champion.size(); ++i) {
    if (champion[i].gold == challenger[i].gold) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("outcome ", i, " is '", champion[i].gold, "' for the champion and '",
                     challenger[i].gold, "' for the challenger; they are not of one article"));
  }
  if (options.resamples > 0 && options.confidence > 0 && options.confidence < 1) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError("expected resamples > 0 and a confidence between 0 and 1");
}

}  // namespace

absl::StatusOr<BootstrapResult> PairedBootstrap(const std::vector<Outcome>& champion,
                                                const std::vector<Outcome>& challenger,
                                                const PairedBootstrapOptions& options) {
  if (absl::Status status = CheckPairs(champion, challenger, options); !status.ok()) return status;
  CodedPair pair;
  pair.champion = CodeOutcomes(champion, &pair.codes);
  pair.challenger = CodeOutcomes(challenger, &pair.codes);
  PairedScores whole;
  pair.Score(std::vector<uint32_t>(champion.size(), 1), &whole);
  SampledGains sampled = Sample(pair, options);
  BootstrapResult result;
  result.share_better = ShareBetter(sampled.gain);
  result.gain = Describe(whole.Gain(options.metric), options.confidence, &sampled.gain);
  for (const auto& [label, code] : pair.codes) {
    if (!absl::c_linear_search(pair.champion.gold, code)) continue;
    result.label_f1[label] =
        Describe(whole.LabelGain(code), options.confidence, &sampled.label_f1[code]);
  }
  return result;
}

}  // namespace tasnif
