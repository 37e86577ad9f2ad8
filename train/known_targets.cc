#include "train/known_targets.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "train/selection.h"

namespace tasnif {

void CountTargets(const Recipe& recipe, const LabelledArticle& article,
                  std::map<std::string, uint64_t>* counts) {
  const auto& sources = recipe.stance.known_target_sources;
  const bool is_counted =
      std::find(sources.begin(), sources.end(), article.source) != sources.end() &&
      PartOf(recipe.selection, article) == Part::kTrain;
  if (!is_counted) return;
  for (const LabelledTarget& target : article.targets) {
    if (!target.stance.empty()) ++(*counts)[target.name];
  }
}

v1::StanceOptions WithKnownTargets(const StanceRecipe& stance,
                                   const std::map<std::string, uint64_t>& counts) {
  v1::StanceOptions options = stance.options;
  size_t number = 0;
  for (const auto& [name, count] : counts) {
    if (count >= stance.min_target_rows) {
      (*options.mutable_known_targets())[name] = TargetWord(number++);
    }
  }
  return options;
}

std::string TargetWord(size_t number) { return absl::StrCat("t", number, ":"); }

}  // namespace tasnif
