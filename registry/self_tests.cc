#include "registry/self_tests.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/scorer.h"

namespace tasnif {
namespace {

// The best label, and its probability; "" where the model knows no word.
struct Answer {
  std::string label;
  float probability = 0;
};

std::vector<std::string_view> SplitWords(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

Answer Ask(const HeadModel& model, std::string_view text) {
  const std::vector<std::string_view> words = SplitWords(text);
  Scratch scratch;
  std::vector<float> logits;
  std::vector<float> probabilities;
  if (!Score(*model.model, words, &scratch, &logits).ok()) return {};
  Probabilities(*model.model, logits, /*temperature=*/1.0f, &probabilities);
  const auto best = std::max_element(probabilities.begin(), probabilities.end());
  if (best == probabilities.end()) return {};
  const auto index = static_cast<uint32_t>(best - probabilities.begin());
  return {std::string(model.model->label(index)), *best};
}

}  // namespace

v1::SelfTest MakeSelfTest(const HeadModel& model, std::string_view words) {
  const Answer answer = Ask(model, words);
  v1::SelfTest test;
  test.set_words(std::string(words));
  test.set_label(answer.label);
  test.set_probability(answer.probability);
  return test;
}

absl::Status RunSelfTests(const HeadModel& model) {
  for (int i = 0; i < model.bundle.self_tests_size(); ++i) {
    const v1::SelfTest& test = model.bundle.self_tests(i);
    const Answer answer = Ask(model, test.words());
    const bool is_near = std::abs(answer.probability - test.probability()) <= kSelfTestTolerance;
    if (answer.label == test.label() && is_near) continue;
    return absl::FailedPreconditionError(absl::StrFormat(
        "self-test %d of %d: found '%s' with %.4f, expected '%s' with %.4f; the model or the "
        "program changed: train again, or use the release that made it",
        i + 1, model.bundle.self_tests_size(), answer.label, answer.probability, test.label(),
        test.probability()));
  }
  return absl::OkStatus();
}

}  // namespace tasnif
