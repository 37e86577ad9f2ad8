// labels/label_head.h
//
// A head that gives one label to the whole article: topic, source_type, language or any other
// bundle of kind LABEL. Nothing here knows a label by name.
//
//   PredictLabel(*model, plan, scratch, prediction.mutable_topic());
//
// Threads: pure but for the scratch. Cost: one pass over the words; where heads share their text
// options, words are made and hashed once for all of them.
#ifndef TASNIF_LABELS_LABEL_HEAD_H_
#define TASNIF_LABELS_LABEL_HEAD_H_

#include "labels/labeller.h"

namespace tasnif {

// Scores scratch->text under `model` and fills label, probability, alternatives, abstention, model
// and, where plan.explain, the explanation. Never fails: an article without a word that the model
// knows abstains with `empty` or `out_of_vocabulary` and gets the model's first label at even odds.
void PredictLabel(const HeadModel& model, const LabelPlan& plan, LabelScratch* scratch,
                  v1::LabelPrediction* out);

// The label of the language head for scratch->text, which must be as it was read; "" where the
// model abstains. Cheaper than PredictLabel, for nothing but the best label is made.
std::string TellLanguage(const HeadModel& model, LabelScratch* scratch);

// Temperature of a language under a bundle's calibration; 1 where none is set.
float TemperatureFor(const v1::Calibration& calibration, std::string_view language);

// True where the language is unknown or listed, or nothing is listed; and for the language head,
// which is asked what the language is. Never for kNoLanguage.
bool IsSupportedLanguage(const v1::Bundle& bundle, std::string_view language);

// What an answer rests on.
struct AnswerBasis {
  size_t words = 0;                   // Read by the model.
  size_t known_words = 0;             // Of them in its vocabulary.
  float known_share = 0;              // known_words / words, in [0, 1].
  bool is_recognised = false;         // The model knows a word of it, or a part of a word.
  bool is_supported_language = true;  // See IsSupportedLanguage.
  float probability = 0;              // Calibrated, of the best label.
};

// Reason to abstain, or "" where the answer stands. Pure. The first that holds, in this order:
// `empty`, `too_short`, `out_of_vocabulary`, `unsupported_language`, `low_margin`.
std::string AbstentionReason(const v1::Abstention& abstention, const AnswerBasis& basis);

}  // namespace tasnif

#endif  // TASNIF_LABELS_LABEL_HEAD_H_
