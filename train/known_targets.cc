#include "train/known_targets.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "labels/target_matcher.h"
#include "text/tokenizer.h"
#include "train/selection.h"

namespace tasnif {
namespace {

using Words = google::protobuf::Map<std::string, std::string>;

absl::Status AddName(const std::string& name, const std::string& word, Words* known) {
  const auto [found, is_new] = known->insert({name, word});
  if (is_new || found->second == word) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("stance.target_names gives the name '", name,
                                                 "' to two targets; leave it to one of them"));
}

absl::Status AddNames(const StanceRecipe& stance, const std::string& target, Words* known) {
  const std::string word = known->at(target);
  const auto others = stance.target_names.find(target);
  if (others == stance.target_names.end()) return absl::OkStatus();
  for (const std::string& name : others->second) {
    TASNIF_RETURN_IF_ERROR(AddName(name, word, known));
  }
  return absl::OkStatus();
}

// Where two names differ in spelling alone, each keeps its own, and the key goes to the first.
absl::Status AddKeys(Words* known) {
  TASNIF_ASSIGN_OR_RETURN(const auto tokenizer, Tokenizer::Create());
  const std::map<std::string, std::string> names(known->begin(), known->end());
  for (const auto& [name, word] : names) {
    const std::string key = NameKey(name, tokenizer.get());
    if (!key.empty()) known->insert({key, word});
  }
  return absl::OkStatus();
}

absl::Status CheckAreKnown(const StanceRecipe& stance, const Words& known) {
  for (const auto& [name, others] : stance.target_names) {
    if (known.contains(name)) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("stance.target_names has '", name, "', which is no target with ",
                     stance.min_target_rows, " training rows in stance.known_target_sources"));
  }
  return absl::OkStatus();
}

}  // namespace

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

absl::StatusOr<v1::StanceOptions> WithKnownTargets(const StanceRecipe& stance,
                                                   const std::map<std::string, uint64_t>& counts) {
  v1::StanceOptions options = stance.options;
  Words& known = *options.mutable_known_targets();
  std::vector<std::string> targets;
  for (const auto& [name, count] : counts) {
    if (count < stance.min_target_rows) continue;
    known[name] = TargetWord(targets.size());
    targets.push_back(name);
  }
  TASNIF_RETURN_IF_ERROR(CheckAreKnown(stance, known));
  for (const std::string& target : targets) {
    TASNIF_RETURN_IF_ERROR(AddNames(stance, target, &known));
  }
  TASNIF_RETURN_IF_ERROR(AddKeys(&known));
  return options;
}

std::string TargetWord(size_t number) { return absl::StrCat("t", number, ":"); }

}  // namespace tasnif
