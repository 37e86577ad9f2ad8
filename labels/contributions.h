// labels/contributions.h
//
// From what each word added to a logit to what a reader is shown: the words as they stand in the
// article, strongest first.
//
//   FillContributions(text, words, &parts, prediction->mutable_explanation());
#ifndef TASNIF_LABELS_CONTRIBUTIONS_H_
#define TASNIF_LABELS_CONTRIBUTIONS_H_

#include <vector>

#include "engine/explanation.h"
#include "labels/article_text.h"
#include "labels/words.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// More would not be read.
inline constexpr size_t kMaxContributions = 20;

// Appends at most kMaxContributions items by absolute value, and where some are left over one last
// item with an empty text that holds their sum: all items together are the logit. A word that
// stands in no text (a mask, a mark of attribution) is shown as the model reads it, at the place it
// stands for, and once, with the sum of its repetitions.
//   words  those that were scored
//   parts  of Explain(); sorted here
void FillContributions(const ArticleText& text, const Words& words,
                       std::vector<WordContribution>* parts,
                       google::protobuf::RepeatedPtrField<v1::Contribution>* out);

}  // namespace tasnif

#endif  // TASNIF_LABELS_CONTRIBUTIONS_H_
