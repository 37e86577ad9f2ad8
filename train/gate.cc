#include "train/gate.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "base/status.h"
#include "train/strict_json.h"

namespace tasnif {
namespace {

// Standard deviations of a two-sided normal interval, by bisection of the error function.
double NormalQuantile(double confidence) {
  double low = 0;
  double high = 10;
  constexpr int kSteps = 60;
  for (int i = 0; i < kSteps; ++i) {
    const double middle = (low + high) / 2;
    (std::erf(middle / std::sqrt(2.0)) < confidence ? low : high) = middle;
  }
  return low;
}

std::string Show(const PairedDifference& difference, double confidence) {
  return absl::StrFormat("%+.4f (%.0f%%: %+.4f to %+.4f)", difference.value, 100 * confidence,
                         difference.low, difference.high);
}

bool IsWorse(const PairedDifference& difference, double allowed_loss) {
  return difference.value < -allowed_loss && difference.high < 0;
}

GateCheck NumberCheck(std::string name, double found, std::string_view sign, double allowed,
                      bool is_passed) {
  return {std::move(name), is_passed, absl::StrFormat("%.4f", found),
          absl::StrFormat("%s %.4f", std::string(sign), allowed)};
}

class Gate {
 public:
  Gate(const GateSide& champion, const GateSide& challenger, const GateRules& rules)
      : champion_(champion), challenger_(challenger), rules_(rules) {}

  absl::StatusOr<GateOutcome> Run(const std::vector<GateProbe>& probes) {
    PairedBootstrapOptions options{
        .resamples = rules_.resamples, .confidence = rules_.confidence, .seed = rules_.seed};
    if (rules_.metric == "accuracy") options.metric = GainMetric::kAccuracy;
    TASNIF_ASSIGN_OR_RETURN(out_.bootstrap,
                            PairedBootstrap(champion_.outcomes, challenger_.outcomes, options));
    out_.champion = Evaluate(champion_.outcomes);
    out_.challenger = Evaluate(challenger_.outcomes);
    CheckArticles();
    CheckGain();
    CheckLabels();
    CheckSlices();
    CheckCalibration();
    CheckCost();
    CheckProbes(probes);
    out_.is_passed = std::all_of(out_.checks.begin(), out_.checks.end(),
                                 [](const GateCheck& check) { return check.is_passed; });
    return std::move(out_);
  }

 private:
  void Add(GateCheck check) { out_.checks.push_back(std::move(check)); }

  void CheckArticles() {
    const size_t articles = champion_.outcomes.size();
    Add({"articles", articles >= rules_.min_articles, absl::StrCat(articles),
         absl::StrCat("at least ", rules_.min_articles)});
  }

  void CheckGain() {
    const PairedDifference& gain = out_.bootstrap.gain;
    Add({"gain", gain.low >= rules_.min_gain && gain.value > 0,
         absl::StrCat(rules_.metric, " ", Show(gain, rules_.confidence)),
         absl::StrFormat("the interval begins at %+.4f or above, and there is a gain",
                         rules_.min_gain)});
  }

  void JudgeRow(const std::string& name, const GateRow& row, double allowed_loss) {
    if (!row.is_judged) return;
    Add({name, !IsWorse(row.difference, allowed_loss), Show(row.difference, rules_.confidence),
         absl::StrFormat("no loss over %.4f that is beyond doubt", allowed_loss)});
  }

  void CheckLabels() {
    for (const auto& [label, difference] : out_.bootstrap.label_f1) {
      GateRow row{.name = label, .difference = difference};
      const LabelMetrics& before = out_.champion.labels[label];
      row.articles = before.support;
      row.champion = before.f1;
      row.challenger = out_.challenger.labels[label].f1;
      row.is_judged = row.articles >= rules_.min_label_support;
      JudgeRow("label " + label, row, rules_.max_label_loss);
      out_.labels.push_back(std::move(row));
    }
  }

  static const std::string& SliceValue(const Outcome& outcome, const std::string& slice) {
    if (slice == "source") return outcome.source;
    if (slice == "language") return outcome.language;
    if (slice == "split") return outcome.split;
    return outcome.publisher;
  }

  struct SliceCounts {
    uint64_t articles = 0;
    uint64_t champion = 0;
    uint64_t challenger = 0;
    uint64_t only_champion = 0;
    uint64_t only_challenger = 0;
  };

  std::map<std::string, SliceCounts> CountSlice(const std::string& slice) const {
    std::map<std::string, SliceCounts> slices;
    for (size_t i = 0; i < champion_.outcomes.size(); ++i) {
      const Outcome& one = champion_.outcomes[i];
      const Outcome& two = challenger_.outcomes[i];
      const std::string& value = SliceValue(one, slice);
      if (value.empty()) continue;
      const bool was_right = one.predicted == one.gold;
      const bool is_right = two.predicted == two.gold;
      SliceCounts& counts = slices[value];
      ++counts.articles;
      counts.champion += was_right;
      counts.challenger += is_right;
      counts.only_champion += was_right && !is_right;
      counts.only_challenger += !was_right && is_right;
    }
    return slices;
  }

  void CheckSlices() {
    for (const std::string& slice : rules_.slices) {
      for (const auto& [value, counts] : CountSlice(slice)) {
        const auto articles = static_cast<double>(counts.articles);
        GateRow row{.name = absl::StrCat(slice, "/", value), .articles = counts.articles};
        row.champion = static_cast<double>(counts.champion) / articles;
        row.challenger = static_cast<double>(counts.challenger) / articles;
        row.difference = AccuracyDifference(counts.only_champion, counts.only_challenger,
                                            counts.articles, rules_.confidence);
        row.is_judged = row.articles >= rules_.min_slice_articles;
        JudgeRow("slice " + row.name, row, rules_.max_slice_loss);
        out_.slices.push_back(std::move(row));
      }
    }
  }

  void CheckCalibration() {
    const Summary& before = out_.champion.overall;
    const Summary& now = out_.challenger.overall;
    const double allowed = std::max(rules_.max_ece, before.ece + rules_.max_ece_rise);
    Add(NumberCheck("calibration error", now.ece, "at most", allowed, now.ece <= allowed));
    const double least = before.answered_share - rules_.max_answered_loss;
    Add(NumberCheck("answered share", now.answered_share, "at least", least,
                    now.answered_share >= least));
  }

  void CheckCost() {
    if (champion_.bytes > 0) {
      const double ratio =
          static_cast<double>(challenger_.bytes) / static_cast<double>(champion_.bytes);
      Add(NumberCheck("size ratio", ratio, "at most", rules_.max_size_ratio,
                      ratio <= rules_.max_size_ratio));
    }
    if (champion_.articles_per_second > 0 && challenger_.articles_per_second > 0) {
      const double ratio = champion_.articles_per_second / challenger_.articles_per_second;
      Add(NumberCheck("time ratio", ratio, "at most", rules_.max_time_ratio,
                      ratio <= rules_.max_time_ratio));
    }
  }

  void CheckProbes(const std::vector<GateProbe>& probes) {
    if (probes.empty()) return;
    std::vector<std::string> changed;
    for (const GateProbe& probe : probes) {
      if (probe.found == probe.expected) continue;
      changed.push_back(absl::StrCat(probe.id, " is ", probe.found, ", promised ", probe.expected));
    }
    constexpr size_t kShown = 5;
    const size_t count = changed.size();
    changed.resize(std::min(count, kShown));
    Add({"probes", count <= rules_.max_changed_probes,
         absl::StrCat(count, " of ", probes.size(), " changed", count == 0 ? "" : ": ",
                      absl::StrJoin(changed, "; ")),
         absl::StrCat("at most ", rules_.max_changed_probes)});
  }

  // Constant after construction.
  const GateSide& champion_;
  const GateSide& challenger_;
  const GateRules& rules_;

  GateOutcome out_;
};

absl::Status CheckRules(const GateRules& rules) {
  if (rules.metric != "macro_f1" && rules.metric != "accuracy") {
    return absl::InvalidArgumentError(
        absl::StrCat("'metric' is '", rules.metric, "', expected 'macro_f1' or 'accuracy'"));
  }
  for (const std::string& slice : rules.slices) {
    if (slice == "source" || slice == "language" || slice == "publisher" || slice == "split") {
      continue;
    }
    return absl::InvalidArgumentError(absl::StrCat(
        "'slices' has '", slice, "', expected 'source', 'language', 'publisher' or 'split'"));
  }
  return absl::OkStatus();
}

}  // namespace

std::string FailedChecks(const GateOutcome& outcome) {
  std::vector<std::string> names;
  for (const GateCheck& check : outcome.checks) {
    if (!check.is_passed) names.push_back(check.name);
  }
  return absl::StrJoin(names, ", ");
}

PairedDifference AccuracyDifference(uint64_t only_champion, uint64_t only_challenger,
                                    uint64_t articles, double confidence) {
  if (articles == 0) return {};
  const auto b = static_cast<double>(only_champion);
  const auto c = static_cast<double>(only_challenger);
  const auto n = static_cast<double>(articles);
  const double value = (c - b) / n;
  const double half =
      NormalQuantile(confidence) * std::sqrt(std::max(0.0, b + c - (c - b) * (c - b) / n)) / n;
  return {value, value - half, value + half};
}

absl::StatusOr<GateOutcome> RunGate(const GateSide& champion, const GateSide& challenger,
                                    const std::vector<GateProbe>& probes, const GateRules& rules) {
  TASNIF_RETURN_IF_ERROR(CheckRules(rules));
  return Gate(champion, challenger, rules).Run(probes);
}

absl::StatusOr<GateRules> ParseGateRules(std::string_view text) {
  TASNIF_ASSIGN_OR_RETURN(const Json json, ParseJson(text));
  if (!json.is_object()) return absl::InvalidArgumentError("expected a JSON object of rules");
  GateRules rules;
  StrictObject object(json, "");
  object.Read("metric", &rules.metric);
  object.Read("min_gain", &rules.min_gain);
  object.Read("confidence", &rules.confidence);
  object.Read("resamples", &rules.resamples);
  object.Read("seed", &rules.seed);
  object.Read("min_articles", &rules.min_articles);
  object.Read("max_label_loss", &rules.max_label_loss);
  object.Read("min_label_support", &rules.min_label_support);
  object.Read("max_slice_loss", &rules.max_slice_loss);
  object.Read("min_slice_articles", &rules.min_slice_articles);
  object.Read("slices", &rules.slices);
  object.Read("max_ece_rise", &rules.max_ece_rise);
  object.Read("max_ece", &rules.max_ece);
  object.Read("max_answered_loss", &rules.max_answered_loss);
  object.Read("max_size_ratio", &rules.max_size_ratio);
  object.Read("max_time_ratio", &rules.max_time_ratio);
  object.Read("max_changed_probes", &rules.max_changed_probes);
  TASNIF_RETURN_IF_ERROR(object.Finish("docs/retraining.md"));
  TASNIF_RETURN_IF_ERROR(CheckRules(rules));
  return rules;
}

}  // namespace tasnif
