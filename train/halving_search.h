// train/halving_search.h
//
// Which settings to try next, and on how many rows. Pure: what comes next depends on the recipe and
// on the scores so far, never on time, so that a list of finished trials is all that a search needs
// to go on after it was killed.
//
//   HalvingSearch search(recipe.search, StartingValues(recipe));
//   while (const std::optional<Trial> trial = search.Next()) {
//     if (!budget.HasTime()) break;
//     search.Report(Run(*trial));
//   }
//   search.best();
//
// Trial 0 has the recipe's own settings and all rows: a search never makes worse what it measures.
// Then come brackets. The first rung of a bracket tries many candidates on few rows, and the best
// of each rung go on to the next with more rows, so that most time goes to what is promising. In
// the first bracket candidates are drawn evenly; in later ones every second candidate is a
// neighbour of the best settings so far, closer ones as brackets go by.
//
// Threads: one owner. Cost: nothing beside a training.
// Source: Jamieson and Talwalkar 2016, "Non-stochastic Best Arm Identification and Hyperparameter
// Optimization" (successive halving); rows as the resource as in Pedregosa et al., scikit-learn's
// HalvingRandomSearchCV.
#ifndef TASNIF_TRAIN_HALVING_SEARCH_H_
#define TASNIF_TRAIN_HALVING_SEARCH_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "train/search_recipe.h"

namespace tasnif {

// Name in the recipe's `fasttext` → value.
using SettingValues = std::map<std::string, double>;

struct Trial {
  uint32_t number = 0;
  uint32_t bracket = 0;  // 0 holds trial 0 only.
  double share = 1;      // Of the training rows, in (0, 1].
  SettingValues values;

  bool operator==(const Trial&) const = default;
};

struct ScoredTrial {
  Trial trial;
  double score = 0;  // The recipe's metric, in [0, 1]; below 0: training diverged.
};

class HalvingSearch {
 public:
  // start: of each name in recipe.ranges, the recipe's own value.
  HalvingSearch(SearchRecipe recipe, SettingValues start);

  // The same until Report(). Nothing: the ranges hold no settings that were not tried.
  const std::optional<Trial>& Next() const { return next_; }
  // Of Next(), which must be there.
  void Report(double score);

  // Of the trials with all rows, the best one; of equals, the first. Nothing before there is one.
  const std::optional<ScoredTrial>& best() const { return best_; }
  uint32_t reported() const { return reported_; }

 private:
  void StartBracket();
  void FinishRung();
  void Advance();
  // Settings of candidate `index` of the bracket that were not drawn before; nothing after many
  // attempts.
  std::optional<SettingValues> Draw(uint32_t index);
  SettingValues DrawOnce(uint64_t salt, bool is_neighbour) const;

  // Constant after construction.
  const SearchRecipe recipe_;
  const SettingValues start_;

  uint32_t bracket_ = 0;
  double share_ = 1;
  std::vector<SettingValues> rung_;  // To run with share_.
  std::vector<ScoredTrial> scored_;  // Of the rung.
  std::set<SettingValues> drawn_;
  uint32_t reported_ = 0;
  std::optional<Trial> next_;
  std::optional<ScoredTrial> best_;
};

}  // namespace tasnif

#endif  // TASNIF_TRAIN_HALVING_SEARCH_H_
