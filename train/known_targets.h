// train/known_targets.h
//
// Which stance targets the training data knows well enough by name. Pure.
#ifndef TASNIF_TRAIN_KNOWN_TARGETS_H_
#define TASNIF_TRAIN_KNOWN_TARGETS_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "labels/json_lines.h"
#include "train/recipe.h"

namespace tasnif {

// Times that each target of recipe.stance.known_target_sources is trained on; adds one article.
void CountTargets(const Recipe& recipe, const LabelledArticle& article,
                  std::map<std::string, uint64_t>* counts);

// recipe.stance.options with every target that has min_target_rows, by its name, its target_names
// and the keys of all of them (labels/target_matcher.h: NameKey).
// INVALID_ARGUMENT: target_names has a target that is not known, or two targets share a name.
// INTERNAL: ICU's data cannot be loaded.
absl::StatusOr<v1::StanceOptions> WithKnownTargets(const StanceRecipe& stance,
                                                   const std::map<std::string, uint64_t>& counts);

// The pseudo word of the n-th known target: "t3:". It stands before copies of every word, so it is
// short. No tokenizer makes a word that ends with a colon, so it cannot stand in a text.
std::string TargetWord(size_t number);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_KNOWN_TARGETS_H_
