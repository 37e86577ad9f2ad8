#include "labels/label_head.h"

#include <algorithm>
#include <numeric>

#include "engine/explanation.h"
#include "labels/contributions.h"
#include "labels/language_codes.h"

namespace tasnif {
namespace {

// Words that stand in no text, such as the marks of attribution: a model knows them all, so that
// they would vouch for any text.
struct PseudoWords {
  size_t words = 0;
  size_t known_words = 0;
};

PseudoWords CountPseudoWords(const CompiledModel& model, const Words& words,
                             const HashedWords& hashes) {
  PseudoWords pseudo;
  for (size_t i = 0; i < words.words.size(); ++i) {
    if (words.origins[i].begin_byte != words.origins[i].end_byte) continue;
    ++pseudo.words;
    pseudo.known_words += model.Find(words.words[i], hashes.hashes[i]).rows > 0 ? 1 : 0;
  }
  return pseudo;
}

// Fills scratch->logits; zeros, that is even odds, where nothing was recognised.
AnswerBasis ScoreWords(const HeadModel& model, LabelScratch* scratch) {
  const Words& words = scratch->ArticleWords(model.bundle.text());
  const PseudoWords pseudo = CountPseudoWords(*model.model, words, scratch->article_hashes);
  AnswerBasis basis;
  basis.words = words.words.size() - pseudo.words;
  const absl::StatusOr<Coverage> coverage =
      Score(*model.model, scratch->article_hashes, &scratch->engine, &scratch->logits);
  // The end of line has a row of its own, so that an article without a word may score, too.
  if (!coverage.ok() || basis.words == 0) {
    scratch->logits.assign(model.model->logit_count(), 0.0f);
    return basis;
  }
  // Every pair of words falls into some bucket; alone, that says nothing.
  basis.known_words = coverage->known_words - pseudo.known_words;
  basis.is_recognised = basis.known_words > 0 || model.model->max_subword_chars() > 0;
  basis.known_share = static_cast<float>(basis.known_words) / static_cast<float>(basis.words);
  return basis;
}

// Label numbers, most probable first, as many as are answered with.
void RankLabels(size_t count, const std::vector<float>& probabilities,
                std::vector<uint32_t>* order) {
  order->resize(probabilities.size());
  std::iota(order->begin(), order->end(), 0u);
  count = std::min(count, order->size());
  std::partial_sort(
      order->begin(), order->begin() + count, order->end(),
      [&probabilities](uint32_t a, uint32_t b) {
        return probabilities[a] != probabilities[b] ? probabilities[a] > probabilities[b] : a < b;
      });
  order->resize(count);
}

void SetLabel(std::string_view label, std::string* out) { out->assign(label.data(), label.size()); }

void FillLabels(const HeadModel& model, const std::vector<uint32_t>& order,
                const std::vector<float>& probabilities, v1::LabelPrediction* out) {
  SetLabel(model.model->label(order[0]), out->mutable_label());
  out->set_probability(probabilities[order[0]]);
  for (size_t i = 1; i < order.size(); ++i) {
    v1::LabelScore* next = out->add_alternatives();
    SetLabel(model.model->label(order[i]), next->mutable_label());
    next->set_probability(probabilities[order[i]]);
  }
}

void ExplainLabel(const HeadModel& model, uint32_t label, LabelScratch* scratch,
                  v1::LabelPrediction* out) {
  const Baseline baseline =
      model.model->loss() == LossKind::kSoftmax ? Baseline::kMeanLabel : Baseline::kZero;
  const absl::StatusOr<float> logit = Explain(*model.model, scratch->article_hashes, label,
                                              &scratch->engine, &scratch->contributions, baseline);
  if (!logit.ok()) return;  // Nothing recognised: there is nothing to show.
  FillContributions(scratch->text, scratch->article_words, &scratch->contributions,
                    out->mutable_explanation());
}

}  // namespace

void PredictLabel(const HeadModel& model, const LabelPlan& plan, LabelScratch* scratch,
                  v1::LabelPrediction* out) {
  const std::string& language = scratch->text.language;
  AnswerBasis basis = ScoreWords(model, scratch);
  Probabilities(*model.model, scratch->logits, TemperatureFor(model.bundle.calibration(), language),
                &scratch->probabilities);
  RankLabels(plan.top_k + 1, scratch->probabilities, &scratch->order);
  FillLabels(model, scratch->order, scratch->probabilities, out);
  basis.probability = out->probability();
  basis.is_supported_language = IsSupportedLanguage(model.bundle, language);
  out->set_reason(AbstentionReason(model.bundle.abstention(), basis));
  out->set_abstained(!out->reason().empty());
  out->set_words(static_cast<uint32_t>(basis.words));
  out->set_known_words(static_cast<uint32_t>(basis.known_words));
  out->set_model(model.reference());
  if (plan.explain && basis.is_recognised) ExplainLabel(model, scratch->order[0], scratch, out);
}

std::string TellLanguage(const HeadModel& model, LabelScratch* scratch) {
  AnswerBasis basis = ScoreWords(model, scratch);
  std::vector<float>& probabilities = scratch->probabilities;
  Probabilities(*model.model, scratch->logits,
                TemperatureFor(model.bundle.calibration(), kUnknownLanguage), &probabilities);
  const auto best = std::max_element(probabilities.begin(), probabilities.end());
  basis.probability = *best;
  if (!AbstentionReason(model.bundle.abstention(), basis).empty()) return "";
  return std::string(model.model->label(static_cast<uint32_t>(best - probabilities.begin())));
}

float TemperatureFor(const v1::Calibration& calibration, std::string_view language) {
  const auto found = calibration.language_temperature().find(std::string(language));
  const bool is_listed = found != calibration.language_temperature().end() && found->second > 0;
  if (is_listed) return found->second;
  return calibration.temperature() > 0 ? calibration.temperature() : 1.0f;
}

bool IsSupportedLanguage(const v1::Bundle& bundle, std::string_view language) {
  if (language == kNoLanguage) return false;
  if (bundle.languages().empty() || bundle.head() == kLanguageHead) return true;
  if (language.empty() || language == kUnknownLanguage) return true;
  return std::find(bundle.languages().begin(), bundle.languages().end(), language) !=
         bundle.languages().end();
}

std::string AbstentionReason(const v1::Abstention& abstention, const AnswerBasis& basis) {
  if (basis.words == 0) return "empty";
  if (basis.words < abstention.min_words()) return "too_short";
  if (!basis.is_recognised || basis.known_share < abstention.min_known_share()) {
    return "out_of_vocabulary";
  }
  if (!basis.is_supported_language) return "unsupported_language";
  return basis.probability < abstention.min_probability() ? "low_margin" : "";
}

}  // namespace tasnif
