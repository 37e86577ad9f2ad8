// train/bundle_draft.h
//
// Fills the manifest of a new model, step by step. Pure.
#ifndef TASNIF_TRAIN_BUNDLE_DRAFT_H_
#define TASNIF_TRAIN_BUNDLE_DRAFT_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tasnif/v1/bundle.pb.h"
#include "train/dataset.h"
#include "train/metrics.h"
#include "train/recipe.h"

namespace tasnif {

// Everything that recipe and data set say: head, kind, text, stance, languages, data sets, recipe.
v1::Bundle DraftBundle(const Recipe& recipe, const Dataset& dataset);

// OK where a model made for `old` may answer under `draft`: it would read the same words, and know
// the same targets. FAILED_PRECONDITION names the first of both that differs; folder: of `old`.
absl::Status CheckReadsTheSame(const v1::Bundle& old, const v1::Bundle& draft,
                               const std::string& folder);

// recipe.languages, or those with min_language_rows training articles, or the most frequent one.
// Sorted.
std::vector<std::string> BundleLanguages(const Recipe& recipe, const DatasetCounts& counts);

// accuracy, macro_f1 and ece of the whole part as slice `part`, and of each slice of `slice_names`
// as "part/value".
void AddMetrics(const std::string& part, const std::vector<std::string>& slice_names,
                const Evaluation& evaluation, v1::Bundle* bundle);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_BUNDLE_DRAFT_H_
