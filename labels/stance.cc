#include "labels/stance.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/explanation.h"
#include "engine/scorer.h"
#include "labels/contributions.h"
#include "labels/label_head.h"
#include "labels/stance_packs.h"

namespace tasnif {
namespace {

constexpr std::string_view kFavor = "favor";
constexpr std::string_view kAgainst = "against";
constexpr std::string_view kNeutral = "neutral";
constexpr char kUndetermined[] = "undetermined";
// Below what six decimals can tell apart; the same as in train/calibrate.cc.
constexpr double kLeastProbability = 1e-7;

// Column of a label, or label_count() where the model has none of that name.
size_t ColumnOf(const CompiledModel& model, std::string_view label) {
  size_t column = 0;
  while (column < model.label_count() && model.label(column) != label) ++column;
  return column;
}

// A piece that was scored.
struct ScoredPiece {
  StanceSentence sentence;
  std::vector<float> logits;
  std::vector<float> probabilities;
};

// What turns logits into the probabilities of one language.
struct Calibrator {
  float temperature = 1;
  std::vector<float> offsets;
};

Calibrator CalibratorFor(const HeadModel& model, const std::string& language) {
  const v1::Calibration& calibration = model.bundle.calibration();
  const float temperature = TemperatureFor(calibration, language);
  if (calibration.label_offsets().empty()) return {temperature, {}};  // As most are.
  std::vector<std::string> labels;
  for (uint32_t i = 0; i < model.model->label_count(); ++i) {
    labels.emplace_back(model.model->label(i));
  }
  return {temperature, OffsetsFor(calibration, language, labels)};
}

// Calibrated probabilities of logits into scratch->probabilities.
void Calibrate(const CompiledModel& model, const std::vector<float>& logits,
               const Calibrator& calibrator, LabelScratch* scratch) {
  Probabilities(model, logits, /*temperature=*/1.0f, &scratch->probabilities);
  ShiftShares(calibrator.offsets, &scratch->probabilities);
  TemperShares(calibrator.temperature, &scratch->probabilities);
}

// Words of the piece into scratch->words, hashed for the engine.
void HashPiece(const HeadModel& model, const TargetMentions& target, const StanceSentence& sentence,
               LabelScratch* scratch) {
  scratch->words.Clear();
  BuildStanceWords(target, sentence, scratch->text, model.bundle, &scratch->words);
  HashWords(scratch->words.words, &scratch->engine.hashed_words());
}

std::vector<ScoredPiece> ScorePieces(const HeadModel& model, const TargetMentions& target,
                                     const Calibrator& calibrator, LabelScratch* scratch) {
  std::vector<ScoredPiece> pieces;
  for (StanceSentence& sentence :
       EvidenceSentences(target, scratch->text, model.bundle.stance(), scratch->reader.get())) {
    HashPiece(model, target, sentence, scratch);
    if (scratch->words.words.empty()) continue;
    const absl::StatusOr<Coverage> coverage =
        Score(*model.model, scratch->engine.hashed_words(), &scratch->engine, &scratch->logits);
    if (!coverage.ok()) continue;  // No known word: no evidence.
    Calibrate(*model.model, scratch->logits, calibrator, scratch);
    pieces.push_back({std::move(sentence), scratch->logits, scratch->probabilities});
  }
  return pieces;
}

void FillProbabilities(const CompiledModel& model, const std::vector<float>& probabilities,
                       v1::StanceProbabilities* out) {
  const auto of = [&](std::string_view label) {
    const size_t column = ColumnOf(model, label);
    return column < probabilities.size() ? probabilities[column] : 0.0f;
  };
  out->set_favor(of(kFavor));
  out->set_against(of(kAgainst));
  out->set_neutral(of(kNeutral));
}

void FillEvidence(const CompiledModel& model, const ArticleText& text, const ScoredPiece& piece,
                  v1::Evidence* out) {
  out->set_begin_byte(piece.sentence.range.begin_byte);
  out->set_end_byte(piece.sentence.range.end_byte);
  const std::string_view sentence = Slice(text.text, piece.sentence.range);
  out->mutable_text()->assign(sentence.data(), sentence.size());
  FillProbabilities(model, piece.probabilities, out->mutable_probabilities());
  for (const Mention& mention : piece.sentence.mentions) {
    v1::ByteRange* range = out->add_mentions();
    range->set_begin_byte(text.tokens[mention.first_token].begin_byte);
    range->set_end_byte(text.tokens[mention.last_token - 1].end_byte);
  }
}

// Piece numbers, those that speak most for `label` first.
std::vector<size_t> StrongestPieces(const std::vector<ScoredPiece>& pieces, size_t label) {
  std::vector<size_t> order(pieces.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return pieces[a].probabilities[label] > pieces[b].probabilities[label];
  });
  return order;
}

// The words of the strongest piece.
void ExplainStance(const HeadModel& model, const TargetMentions& target, const ScoredPiece& piece,
                   size_t label, LabelScratch* scratch, v1::StancePrediction* out) {
  HashPiece(model, target, piece.sentence, scratch);
  const absl::StatusOr<float> logit =
      Explain(*model.model, scratch->engine.hashed_words(), static_cast<uint32_t>(label),
              &scratch->engine, &scratch->contributions);
  if (!logit.ok()) return;
  FillContributions(scratch->text, scratch->words, &scratch->contributions,
                    out->mutable_explanation());
}

// The model may guess about a target that the text does not name, but does not answer.
bool IsAnswerable(const HeadModel& model, const TargetMentions& target) {
  return !target.mentions.empty() || KnownTargetWord(target, model.bundle.stance()) != nullptr;
}

std::string UndeterminedReason(const HeadModel& model, const TargetMentions& target,
                               std::string_view language, float probability) {
  if (!IsAnswerable(model, target)) return "no_mention";
  if (!IsSupportedLanguage(model.bundle, language)) return "unsupported_language";
  return probability < model.bundle.abstention().min_probability() ? "low_margin" : "";
}

// Nobody reads a whole article as the evidence for itself.
bool IsQuotable(const ScoredPiece& piece, const ArticleText& text) {
  if (!piece.sentence.mentions.empty()) return true;
  const auto& tokens = text.tokens;
  return std::count_if(tokens.begin(), tokens.end(), [&](const Token& token) {
           return token.begin_byte >= piece.sentence.range.begin_byte &&
                  token.begin_byte < piece.sentence.range.end_byte;
         }) <= static_cast<std::ptrdiff_t>(kShortTextWords);
}

void FillAnswer(const HeadModel& model, const TargetMentions& target, size_t label,
                LabelScratch* scratch, v1::StancePrediction* out) {
  FillProbabilities(*model.model, scratch->probabilities, out->mutable_probabilities());
  out->set_probability(scratch->probabilities[label]);
  out->set_reason(UndeterminedReason(model, target, scratch->text.language, out->probability()));
  if (!out->reason().empty()) return;
  const std::string_view name = model.model->label(static_cast<uint32_t>(label));
  out->mutable_label()->assign(name.data(), name.size());
}

std::vector<float> ArticleLogits(const HeadModel& model, const std::vector<ScoredPiece>& pieces) {
  std::vector<std::vector<float>> logits;
  for (const ScoredPiece& piece : pieces) logits.push_back(piece.logits);
  std::vector<float> priors(pieces.front().logits.size(), 0.0f);
  const auto set = [&](std::string_view label, float prior) {
    const size_t column = ColumnOf(*model.model, label);
    if (column < priors.size()) priors[column] = prior;
  };
  set(kNeutral, model.bundle.stance().neutral_prior());
  set(kFavor, model.bundle.stance().favor_prior());
  return AggregateStance(logits, priors);
}

}  // namespace

std::vector<float> AggregateStance(const std::vector<std::vector<float>>& pieces,
                                   const std::vector<float>& priors) {
  std::vector<float> mean(pieces.front().size(), 0.0f);
  float weights = 0;
  for (size_t k = 0; k < pieces.size(); ++k) {
    const float weight = 1.0f / static_cast<float>(k + 1);
    weights += weight;
    for (size_t i = 0; i < mean.size(); ++i) mean[i] += weight * pieces[k][i];
  }
  const float prior_share = 1.0f - 1.0f / static_cast<float>(pieces.size());
  for (size_t i = 0; i < mean.size(); ++i) mean[i] = mean[i] / weights + priors[i] * prior_share;
  return mean;
}

void TemperShares(float temperature, std::vector<float>* probabilities) {
  std::vector<double> shares;
  double sum = 0;
  for (const float probability : *probabilities) {
    shares.push_back(std::pow(std::max<double>(probability, kLeastProbability), 1 / temperature));
    sum += shares.back();
  }
  for (size_t i = 0; i < shares.size(); ++i) {
    (*probabilities)[i] = static_cast<float>(shares[i] / sum);
  }
}

void ShiftShares(const std::vector<float>& offsets, std::vector<float>* probabilities) {
  if (offsets.empty()) return;
  float sum = 0;
  for (size_t i = 0; i < probabilities->size(); ++i) {
    (*probabilities)[i] *= std::exp(offsets[i]);
    sum += (*probabilities)[i];
  }
  if (sum <= 0) return;
  for (float& probability : *probabilities) probability /= sum;
}

const v1::LabelOffsets* LabelOffsetsOf(const v1::Calibration& calibration,
                                       const std::string& language) {
  const auto& all = calibration.label_offsets();
  auto found = all.find(language);
  if (found == all.end()) found = all.find("");
  return found == all.end() ? nullptr : &found->second;
}

std::vector<float> OffsetsFor(const v1::Calibration& calibration, const std::string& language,
                              const std::vector<std::string>& labels) {
  const v1::LabelOffsets* const own = LabelOffsetsOf(calibration, language);
  if (own == nullptr) return {};
  std::vector<float> offsets;
  for (const std::string& label : labels) {
    const auto offset = own->offset().find(label);
    offsets.push_back(offset == own->offset().end() ? 0.0f : offset->second);
  }
  return offsets;
}

void PredictStance(const HeadModel& model, const LabelPlan& plan, const TargetMentions& target,
                   LabelScratch* scratch, v1::StancePrediction* out) {
  out->set_target(target.name);
  out->set_target_source(target.source);
  out->set_model(model.reference());
  out->set_label(kUndetermined);
  if (IsTargetPack(model.bundle) && !KnowsTarget(model.bundle, target)) {
    out->set_reason("unknown_target");
    return;
  }
  const Calibrator calibrator = CalibratorFor(model, scratch->text.language);
  const std::vector<ScoredPiece> pieces = ScorePieces(model, target, calibrator, scratch);
  if (pieces.empty()) {
    out->set_reason("no_mention");
    return;
  }
  Calibrate(*model.model, ArticleLogits(model, pieces), calibrator, scratch);
  const auto best = std::max_element(scratch->probabilities.begin(), scratch->probabilities.end());
  const size_t label = static_cast<size_t>(best - scratch->probabilities.begin());
  FillAnswer(model, target, label, scratch, out);
  if (!IsAnswerable(model, target)) return;
  const std::vector<size_t> order = StrongestPieces(pieces, label);
  for (size_t i = 0; i < std::min(order.size(), kMaxEvidence); ++i) {
    const ScoredPiece& piece = pieces[order[i]];
    if (!IsQuotable(piece, scratch->text)) continue;
    FillEvidence(*model.model, scratch->text, piece, out->add_evidence());
  }
  if (plan.explain) ExplainStance(model, target, pieces[order[0]], label, scratch, out);
}

}  // namespace tasnif
