#include "train/calibrate.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "engine/calibration.h"
#include "labels/label_head.h"

namespace tasnif {
namespace {

// Below what six decimals can tell apart.
constexpr double kLeastProbability = 1e-7;

float Logit(double probability) {
  return static_cast<float>(std::log(std::max(probability, kLeastProbability)));
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

}  // namespace

float TemperatureOf(const std::vector<const Outcome*>& outcomes) {
  const std::map<std::string, uint32_t> numbers = NumberLabels(outcomes);
  const size_t classes = numbers.size();
  // A label beyond the alternatives that were asked for is less likely than all of them.
  std::vector<float> logits(outcomes.size() * classes, Logit(0));
  std::vector<uint32_t> labels;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    for (const auto& [label, probability] : outcomes[i]->probabilities) {
      logits[i * classes + numbers.at(label)] = Logit(probability);
    }
    labels.push_back(numbers.at(outcomes[i]->gold));
  }
  const absl::StatusOr<Calibration> fitted = FitTemperature(logits, classes, labels);
  // Only an empty list is refused.
  return fitted.ok() ? fitted->temperature : 1;
}

v1::Calibration FitCalibration(const CalibrationRecipe& recipe,
                               const std::vector<Outcome>& outcomes) {
  std::vector<const Outcome*> all;
  std::map<std::string, std::vector<const Outcome*>> by_language;
  for (const Outcome& outcome : outcomes) {
    if (!IsUsable(recipe, outcome)) continue;
    all.push_back(&outcome);
    by_language[outcome.language].push_back(&outcome);
  }
  v1::Calibration calibration;
  calibration.set_temperature(TemperatureOf(all));
  for (const auto& [language, own] : by_language) {
    if (recipe.min_per_language == 0 || own.size() < recipe.min_per_language) continue;
    (*calibration.mutable_language_temperature())[language] = TemperatureOf(own);
  }
  return calibration;
}

Outcome Recalibrated(const Outcome& outcome, const v1::Calibration& calibration) {
  Outcome out = outcome;
  const double temperature = TemperatureFor(calibration, outcome.language);
  double sum = 0;
  for (const auto& [label, probability] : outcome.probabilities) {
    sum += std::exp(Logit(probability) / temperature);
  }
  for (auto& [label, probability] : out.probabilities) {
    probability = static_cast<float>(std::exp(Logit(probability) / temperature) / sum);
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
