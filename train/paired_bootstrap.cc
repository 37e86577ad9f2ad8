#include "train/paired_bootstrap.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "train/selection.h"

namespace tasnif {
namespace {

// One article with both answers, as label numbers.
struct Pair {
  uint32_t gold;
  uint32_t champion;
  uint32_t challenger;
};

struct LabelCounts {
  uint32_t support = 0;
  uint32_t champion_predicted = 0;
  uint32_t champion_right = 0;
  uint32_t challenger_predicted = 0;
  uint32_t challenger_right = 0;
};

struct Numbered {
  std::vector<std::string> labels;  // Sorted.
  std::vector<Pair> pairs;
};

uint32_t NumberOf(const std::vector<std::string>& labels, const std::string& label) {
  return static_cast<uint32_t>(std::lower_bound(labels.begin(), labels.end(), label) -
                               labels.begin());
}

Numbered Number(const std::vector<Outcome>& champion, const std::vector<Outcome>& challenger) {
  Numbered out;
  for (size_t i = 0; i < champion.size(); ++i) {
    for (const std::string* label :
         {&champion[i].gold, &champion[i].predicted, &challenger[i].predicted}) {
      out.labels.push_back(*label);
    }
  }
  std::sort(out.labels.begin(), out.labels.end());
  out.labels.erase(std::unique(out.labels.begin(), out.labels.end()), out.labels.end());
  for (size_t i = 0; i < champion.size(); ++i) {
    out.pairs.push_back({NumberOf(out.labels, champion[i].gold),
                         NumberOf(out.labels, champion[i].predicted),
                         NumberOf(out.labels, challenger[i].predicted)});
  }
  return out;
}

void Count(const Pair& pair, std::vector<LabelCounts>* counts) {
  ++(*counts)[pair.gold].support;
  ++(*counts)[pair.champion].champion_predicted;
  ++(*counts)[pair.challenger].challenger_predicted;
  (*counts)[pair.gold].champion_right += pair.champion == pair.gold;
  (*counts)[pair.gold].challenger_right += pair.challenger == pair.gold;
}

// 2TP / (support + predicted), which is F1; 0 where nothing is right.
double F1(uint32_t right, uint32_t support, uint32_t predicted) {
  return support + predicted == 0 ? 0 : 2.0 * right / (support + predicted);
}

double F1Gain(const LabelCounts& label) {
  return F1(label.challenger_right, label.support, label.challenger_predicted) -
         F1(label.champion_right, label.support, label.champion_predicted);
}

double Gain(const std::vector<LabelCounts>& counts, GainMetric metric) {
  double sum = 0;
  double weight = 0;
  for (const LabelCounts& label : counts) {
    if (metric == GainMetric::kAccuracy) {
      sum += static_cast<double>(label.challenger_right) - label.champion_right;
      weight += label.support;
    } else if (label.support > 0) {
      sum += F1Gain(label);
      weight += 1;
    }
  }
  return weight == 0 ? 0 : sum / weight;
}

// Sorts `values`. share: in [0, 1].
double Quantile(std::vector<double>* values, double share) {
  std::sort(values->begin(), values->end());
  const double at = share * static_cast<double>(values->size() - 1);
  return (*values)[static_cast<size_t>(std::llround(at))];
}

PairedDifference Interval(double value, std::vector<double>* resampled, double confidence) {
  const double tail = (1 - confidence) / 2;
  return {value, Quantile(resampled, tail), Quantile(resampled, 1 - tail)};
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
  const Numbered numbered = Number(champion, challenger);
  const std::vector<Pair>& pairs = numbered.pairs;
  std::vector<LabelCounts> whole(numbered.labels.size());
  for (const Pair& pair : pairs) Count(pair, &whole);
  std::vector<double> gains;
  std::vector<std::vector<double>> label_gains(numbered.labels.size());
  uint64_t draw = 0;
  double better = 0;
  for (uint32_t i = 0; i < options.resamples; ++i) {
    std::vector<LabelCounts> counts(numbered.labels.size());
    for (size_t j = 0; j < pairs.size(); ++j) {
      Count(pairs[MixHash(++draw, options.seed) % pairs.size()], &counts);
    }
    gains.push_back(Gain(counts, options.metric));
    // Where both are equal, half of the resample speaks for each.
    better += gains.back() > 0 ? 1 : gains.back() == 0 ? 0.5 : 0;
    for (size_t label = 0; label < counts.size(); ++label) {
      label_gains[label].push_back(F1Gain(counts[label]));
    }
  }
  BootstrapResult result;
  result.gain = Interval(Gain(whole, options.metric), &gains, options.confidence);
  result.share_better = better / options.resamples;
  for (size_t label = 0; label < whole.size(); ++label) {
    if (whole[label].support == 0) continue;
    result.label_f1[numbered.labels[label]] =
        Interval(F1Gain(whole[label]), &label_gains[label], options.confidence);
  }
  return result;
}

}  // namespace tasnif
