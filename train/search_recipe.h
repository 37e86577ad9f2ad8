// train/search_recipe.h
//
// Which settings of fastText may be tried, and by what trials are judged: the recipe's `search`.
//
//   "search": {"metric": "macro_f1", "part": "dev",
//              "ranges": {"lr": {"min": 0.05, "max": 1, "log": true}, "dim": [16, 32, 64]}}
//
// Threads: values only.
#ifndef TASNIF_TRAIN_SEARCH_RECIPE_H_
#define TASNIF_TRAIN_SEARCH_RECIPE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "train/strict_json.h"

namespace tasnif {

// What a setting may be: one of `values`, or where there are none, anything from min to max.
struct SearchRange {
  double min = 0;
  double max = 0;
  bool is_log = false;  // Evenly over the logarithm.
  std::vector<double> values;
};

struct SearchRecipe {
  std::string metric = "macro_f1";  // Or "accuracy".
  std::string part = "dev";         // Or "holdout": the publishers that selection keeps out.
  uint32_t seed = 1;
  // Each bracket begins with so many candidates on few rows; one in `reduction` of them goes on to
  // `reduction` times as many rows, until all rows are used.
  uint32_t candidates = 9;
  uint32_t reduction = 3;
  // Name in `fasttext` → range.
  std::map<std::string, SearchRange> ranges;
};

// Where a recipe names no ranges.
std::map<std::string, SearchRange> DefaultSearchRanges();

// Whether a setting that can be searched is a count. name: of `ranges`.
bool IsWholeSetting(const std::string& name);

// Errors are left in `object`: INVALID_ARGUMENT names the key.
void ReadSearch(StrictObject& object, SearchRecipe* search);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_SEARCH_RECIPE_H_
