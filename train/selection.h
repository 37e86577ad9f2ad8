// train/selection.h
//
// What each article is used for. Pure: the same article always gets the same part, whatever else is
// in the file.
#ifndef TASNIF_TRAIN_SELECTION_H_
#define TASNIF_TRAIN_SELECTION_H_

#include <cstdint>
#include <string_view>

#include "labels/json_lines.h"
#include "train/recipe.h"

namespace tasnif {

enum class Part {
  kNone,  // Not read.
  kTrain,
  kDev,      // Calibration and thresholds.
  kTest,     // Measured.
  kHoldout,  // Of a publisher or data set that is kept out of training; measured.
};

// The part of an article. Only articles of train_splits become kHoldout: what the data set calls
// dev or test stays that.
Part PartOf(const Selection& selection, const LabelledArticle& article);

// Evenly spread over 64 bits; the same on every machine. Of the id, or of the text where there is
// no id.
uint64_t HashArticle(const v1::Article& article);
uint64_t HashBytes(std::string_view bytes);
// A second, independent number from the first.
uint64_t MixHash(uint64_t hash, uint64_t salt);
// In [0, 1).
double HashShare(uint64_t hash);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_SELECTION_H_
