#include "train/calibrate.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "engine/calibration.h"
#include "labels/label_head.h"
#include "labels/stance.h"
#include "train/label_offsets.h"

namespace tasnif {
namespace {

// Below what six decimals can tell apart.
constexpr double kLeastProbability = 1e-7;

float SoftmaxLogit(double probability) {
  return static_cast<float>(std::log(std::max(probability, kLeastProbability)));
}

float SigmoidLogit(double probability) {
  const double inside = std::clamp(probability, kLeastProbability, 1 - kLeastProbability);
  return static_cast<float>(std::log(inside / (1 - inside)));
}

// Every label that any of the outcomes has a probability for, numbered.
std::map<std::string, uint32_t> NumberLabels(const std::vector<const Outcome*>& outcomes) {
  std::map<std::string, uint32_t> numbers;
  for (const Outcome* outcome : outcomes) {
    for (const auto& [label, probability] : outcome->probabilities) numbers[label] = 0;
  }
  uint32_t next = 0;
  for (auto& [label, number] : numbers) number = next++;
  return numbers;
}

bool IsUsable(const CalibrationRecipe& recipe, const Outcome& outcome) {
  const auto& sources = recipe.sources;
  const bool is_source_used =
      sources.empty() || std::find(sources.begin(), sources.end(), outcome.source) != sources.end();
  return is_source_used && outcome.probabilities.count(outcome.gold) > 0;
}

// Of softmax: the temperature under which the true labels are most likely.
absl::StatusOr<Calibration> FitSoftmax(const std::vector<const Outcome*>& outcomes) {
  const std::map<std::string, uint32_t> numbers = NumberLabels(outcomes);
  const size_t classes = numbers.size();
  // A label beyond the alternatives that were asked for is less likely than all of them.
  std::vector<float> logits(outcomes.size() * classes, SoftmaxLogit(0));
  std::vector<uint32_t> labels;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    for (const auto& [label, probability] : outcomes[i]->probabilities) {
      logits[i * classes + numbers.at(label)] = SoftmaxLogit(probability);
    }
    labels.push_back(numbers.at(outcomes[i]->gold));
  }
  return FitTemperature(logits, classes, labels);
}

// Of sigmoids: the temperature under which "the best label is right" is most likely. A sigmoid is
// the softmax of its logit against zero.
absl::StatusOr<Calibration> FitSigmoid(const std::vector<const Outcome*>& outcomes) {
  std::vector<float> logits;
  std::vector<uint32_t> labels;
  for (const Outcome* outcome : outcomes) {
    logits.push_back(SigmoidLogit(outcome->probability));
    logits.push_back(0);
    labels.push_back(outcome->gold == outcome->predicted ? 0 : 1);
  }
  return FitTemperature(logits, 2, labels);
}

using Group = std::vector<const Outcome*>;

const v1::LabelOffsets& OffsetsOf(const v1::Calibration& calibration, const std::string& language) {
  const v1::LabelOffsets* const own = LabelOffsetsOf(calibration, language);
  return own == nullptr ? v1::LabelOffsets::default_instance() : *own;
}

std::vector<Outcome> AllShifted(const Group& group, const v1::Calibration& calibration) {
  std::vector<Outcome> shifted;
  for (const Outcome* outcome : group) {
    shifted.push_back(Shifted(*outcome, OffsetsOf(calibration, outcome->language)));
  }
  return shifted;
}

// Groups that earn a calibration of their own.
std::map<std::string, Group> OwnGroups(const CalibrationRecipe& recipe, const Group& all) {
  std::map<std::string, Group> groups;
  for (const Outcome* outcome : all) groups[outcome->language].push_back(outcome);
  std::erase_if(groups, [&](const auto& group) {
    return recipe.min_per_language == 0 || group.second.size() < recipe.min_per_language;
  });
  return groups;
}

void FitOffsets(const CalibrationRecipe& recipe, const Group& all, v1::Calibration* calibration) {
  auto& offsets = *calibration->mutable_label_offsets();
  offsets[""] = FitLabelOffsets(all);
  for (const auto& [language, own] : OwnGroups(recipe, all)) {
    offsets[language] = FitLabelOffsets(own);
  }
}

// 1 where nothing can be fitted.
float TemperatureOf(ProbabilityForm form, const std::vector<const Outcome*>& outcomes) {
  if (form == ProbabilityForm::kTree || outcomes.empty()) return 1;
  const absl::StatusOr<Calibration> fitted =
      form == ProbabilityForm::kSigmoid ? FitSigmoid(outcomes) : FitSoftmax(outcomes);
  return fitted.ok() ? fitted->temperature : 1;
}

}  // namespace

ProbabilityForm FormOf(v1::HeadKind kind, const std::string& loss) {
  if (kind == v1::HEAD_KIND_STANCE) return ProbabilityForm::kSoftmax;
  if (loss == "hs") return ProbabilityForm::kTree;
  const bool is_softmax = loss == "softmax" || loss == "margin";
  return is_softmax ? ProbabilityForm::kSoftmax : ProbabilityForm::kSigmoid;
}

v1::Calibration FitCalibration(const CalibrationRecipe& recipe, ProbabilityForm form,
                               const std::vector<Outcome>& outcomes) {
  Group raw;
  for (const Outcome& outcome : outcomes) {
    if (IsUsable(recipe, outcome)) raw.push_back(&outcome);
  }
  v1::Calibration calibration;
  if (recipe.label_offsets) FitOffsets(recipe, raw, &calibration);
  const std::vector<Outcome> shifted = AllShifted(raw, calibration);
  Group all;
  for (const Outcome& outcome : shifted) all.push_back(&outcome);
  calibration.set_temperature(TemperatureOf(form, all));
  for (const auto& [language, own] : OwnGroups(recipe, all)) {
    (*calibration.mutable_language_temperature())[language] = TemperatureOf(form, own);
  }
  return calibration;
}

Outcome Recalibrated(const Outcome& outcome, ProbabilityForm form,
                     const v1::Calibration& calibration) {
  Outcome out = Shifted(outcome, OffsetsOf(calibration, outcome.language));
  const double temperature = TemperatureFor(calibration, outcome.language);
  double sum = 0;
  for (const auto& [label, probability] : out.probabilities) {
    sum += std::exp(SoftmaxLogit(probability) / temperature);
  }
  for (auto& [label, probability] : out.probabilities) {
    if (form == ProbabilityForm::kSigmoid) {
      probability =
          static_cast<float>(1 / (1 + std::exp(-SigmoidLogit(probability) / temperature)));
    } else {
      probability = static_cast<float>(std::exp(SoftmaxLogit(probability) / temperature) / sum);
    }
  }
  const auto best = out.probabilities.find(out.predicted);
  if (best != out.probabilities.end()) out.probability = best->second;
  return out;
}

v1::Abstention ChooseAbstention(const AbstentionRecipe& recipe,
                                const std::vector<Outcome>& outcomes) {
  v1::Abstention abstention;
  double threshold = recipe.min_probability;
  if (threshold == 0 && recipe.target_accuracy > 0) {
    threshold = ThresholdForAccuracy(outcomes, recipe.target_accuracy, recipe.max_abstained);
  }
  abstention.set_min_probability(static_cast<float>(threshold));
  abstention.set_min_words(recipe.min_words);
  abstention.set_min_known_share(static_cast<float>(recipe.min_known_share));
  return abstention;
}

}  // namespace tasnif
