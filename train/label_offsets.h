// train/label_offsets.h
//
// What to add to each label's logit so that rare labels are answered as well as frequent ones: a
// model that learnt from unbalanced rows says "neutral" too seldom or too often, and nothing else
// that it knows need change for that.
//
//   v1::LabelOffsets offsets = FitLabelOffsets(dev);      // the best macro F1 on dev
//   Outcome shifted = Shifted(dev[0], offsets);
//
// Threads: pure. Cost: a hundred passes over the outcomes for each label.
// Source: Lipton et al. 2014, "Optimal Thresholding of Classifiers to Maximize F1 Measure", for the
// need of it; the search is coordinate ascent.
#ifndef TASNIF_TRAIN_LABEL_OFFSETS_H_
#define TASNIF_TRAIN_LABEL_OFFSETS_H_

#include <vector>

#include "tasnif/v1/bundle.pb.h"
#include "train/metrics.h"

namespace tasnif {

// outcomes: with probabilities that add up to one; none: no offset. The label with the most
// outcomes stays at 0, the others are within 1.5 of it.
v1::LabelOffsets FitLabelOffsets(const std::vector<const Outcome*>& outcomes);

// The outcome under the offsets: probabilities, probability and best label.
Outcome Shifted(const Outcome& outcome, const v1::LabelOffsets& offsets);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_LABEL_OFFSETS_H_
