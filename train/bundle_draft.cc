#include "train/bundle_draft.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace tasnif {
namespace {

void AddSummary(const std::string& slice, const Summary& summary, v1::Bundle* bundle) {
  const auto add = [&](const char* name, double value) {
    v1::Metric* metric = bundle->add_metrics();
    metric->set_name(name);
    metric->set_slice(slice);
    metric->set_value(value);
    metric->set_articles(summary.articles);
  };
  add("accuracy", summary.accuracy);
  add("macro_f1", summary.macro_f1);
  add("ece", summary.ece);
}

using google::protobuf::util::MessageDifferencer;

// What decides the words of a piece, but for the targets.
v1::StanceOptions WordsOptions(v1::StanceOptions options) {
  options.clear_known_targets();
  options.clear_neutral_prior();
  options.clear_favor_prior();
  return options;
}

absl::Status Differs(const std::string& folder, const std::string& what) {
  return absl::FailedPreconditionError(
      absl::StrCat("reuse_version: the model in '", folder, "' was made with another '", what,
                   "'; make that of the recipe the same, or train a new model"));
}

}  // namespace

absl::Status CheckReadsTheSame(const v1::Bundle& old, const v1::Bundle& draft,
                               const std::string& folder) {
  if (old.kind() != draft.kind()) return Differs(folder, "kind");
  if (!MessageDifferencer::Equals(old.text(), draft.text())) return Differs(folder, "text");
  if (!MessageDifferencer::Equals(WordsOptions(old.stance()), WordsOptions(draft.stance()))) {
    return Differs(folder, "stance");
  }
  for (const auto& [name, word] : old.stance().known_targets()) {
    const auto found = draft.stance().known_targets().find(name);
    const bool is_same = found != draft.stance().known_targets().end() && found->second == word;
    if (!is_same) return Differs(folder, "stance.known_target_sources");
  }
  return absl::OkStatus();
}

std::vector<std::string> BundleLanguages(const Recipe& recipe, const DatasetCounts& counts) {
  std::vector<std::string> languages = recipe.languages;
  const auto by_count = [](const auto& a, const auto& b) { return a.second < b.second; };
  const auto most = std::max_element(counts.languages.begin(), counts.languages.end(), by_count);
  for (const auto& [language, count] : counts.languages) {
    if (recipe.languages.empty() && count >= recipe.min_language_rows) {
      languages.push_back(language);
    }
  }
  if (languages.empty() && most != counts.languages.end()) languages.push_back(most->first);
  std::sort(languages.begin(), languages.end());
  return languages;
}

v1::Bundle DraftBundle(const Recipe& recipe, const Dataset& dataset) {
  v1::Bundle bundle;
  bundle.set_head(recipe.head);
  bundle.set_kind(recipe.kind);
  *bundle.mutable_text() = recipe.text;
  if (recipe.kind == v1::HEAD_KIND_STANCE) *bundle.mutable_stance() = dataset.stance_options;
  for (const std::string& language : BundleLanguages(recipe, dataset.counts)) {
    bundle.add_languages(language);
  }
  bundle.mutable_calibration()->set_temperature(1);
  for (const v1::DataSet& file : dataset.files) *bundle.add_data_sets() = file;
  bundle.set_recipe(recipe.json);
  return bundle;
}

void AddMetrics(const std::string& part, const std::vector<std::string>& slice_names,
                const Evaluation& evaluation, v1::Bundle* bundle) {
  if (evaluation.overall.articles == 0) return;
  AddSummary(part, evaluation.overall, bundle);
  for (const std::string& name : slice_names) {
    const auto slices = evaluation.slices.find(name);
    if (slices == evaluation.slices.end()) continue;
    for (const auto& [value, summary] : slices->second) {
      AddSummary(part + "/" + value, summary, bundle);
    }
  }
}

}  // namespace tasnif
