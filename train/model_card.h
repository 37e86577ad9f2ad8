// train/model_card.h
//
// The model card of a bundle, in Markdown: what it is for, data and licences, numbers by data set,
// language and label, known limits. Pure.
#ifndef TASNIF_TRAIN_MODEL_CARD_H_
#define TASNIF_TRAIN_MODEL_CARD_H_

#include <string>

#include "train/data_sources.h"
#include "train/dataset.h"
#include "train/metrics.h"
#include "train/recipe.h"

namespace tasnif {

// What the card tells.
struct ModelCardFacts {
  const Recipe& recipe;
  const v1::Bundle& bundle;
  const DatasetCounts& counts;
  const std::map<std::string, uint64_t>& pretraining;  // Articles by data set; may be empty.
  const DataSources& sources;
  const Evaluation& dev;
  const Evaluation& test;
  const Evaluation& holdout;
  uint64_t model_bytes = 0;
};

// The same facts give the same card: there is no date in it.
std::string MakeModelCard(const ModelCardFacts& facts);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_MODEL_CARD_H_
