// labels/stance.h
//
// Stance towards a target: the sentences that mention it are masked, scored one by one and summed
// up; what is below the threshold, or has no mention, is `undetermined`.
//
//   PredictStance(*model, plan, target, scratch, prediction.add_stance());
//
// Threads: pure but for the scratch. Cost: linear in the sentences that mention the target.
#ifndef TASNIF_LABELS_STANCE_H_
#define TASNIF_LABELS_STANCE_H_

#include <string_view>
#include <vector>

#include "labels/labeller.h"

namespace tasnif {

inline constexpr std::string_view kStanceHead = "stance";

// A body of at most so many tokens speaks of what it was asked about even where it does not name it:
// a post about a campaign seldom repeats the campaign's name.
inline constexpr size_t kShortTextWords = 80;

// Sentences that an answer quotes.
inline constexpr size_t kMaxEvidence = 5;

// One piece of text that speaks of a target, as the model reads it.
struct StanceSentence {
  ByteRange range;                // In ArticleText::text.
  std::vector<Mention> mentions;  // Inside it.
};

// The sentences of the body that mention the target, in order. For a target without a mention: the
// whole body as one piece, where the model knows the target by name (StanceOptions.known_targets) or
// the body is at most `kShortTextWords` long; otherwise none.
std::vector<StanceSentence> EvidenceSentences(const TargetMentions& target, const ArticleText& text,
                                              const v1::StanceOptions& options,
                                              ArticleReader* reader);

// The words of one piece: every mention becomes options.mask_word, neighbours within side_window
// carry their side, a known target adds its pseudo word. Training and serving both call this.
void BuildStanceWords(const TargetMentions& target, const StanceSentence& sentence,
                      const ArticleText& text, const v1::Bundle& bundle, Words* out);

// Logits of an article from those of its pieces: their mean, with neutral_prior * (1 - 1/n) added to
// logit `neutral` (none where neutral is out of range). pieces: [n][labels], n > 0. Pure.
// Why the prior: of many sentences that mention somebody most report, so that a whole article is
// neutral more often than a sentence chosen for being labelled.
std::vector<float> AggregateStance(const std::vector<std::vector<float>>& pieces, size_t neutral,
                                   float neutral_prior);

// Fills everything of StancePrediction. Never fails.
void PredictStance(const HeadModel& model, const LabelPlan& plan, const TargetMentions& target,
                   LabelScratch* scratch, v1::StancePrediction* out);

}  // namespace tasnif

#endif  // TASNIF_LABELS_STANCE_H_
