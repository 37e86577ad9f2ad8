// train/balance.h
//
// Which rows are trained on, how often, and in which order. Pure, and the same on every machine.
#ifndef TASNIF_TRAIN_BALANCE_H_
#define TASNIF_TRAIN_BALANCE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "train/recipe.h"

namespace tasnif {

// One row that could be trained on. Several rows may belong to one article.
struct RowInfo {
  uint32_t group = 0;  // Index into the groups.
  uint64_t article_hash = 0;
};

// Rows of one data set with one label.
struct RowGroup {
  std::string source;
  std::string label;
};

// Calls its argument with the number and the info of every row, in order. Called several times, so
// that the infos of a large data set need not be in memory.
using RowInfoPass =
    std::function<absl::Status(const std::function<void(uint32_t, const RowInfo&)>&)>;

// Row numbers in training order; a row may occur several times or not at all. Memory: 4 bytes for
// each. Errors: those of `pass`.
absl::StatusOr<std::vector<uint32_t>> PlanRows(const RowInfoPass& pass,
                                               const std::vector<RowGroup>& groups,
                                               const Recipe& recipe);
// The same of rows in memory.
std::vector<uint32_t> PlanRows(const std::vector<RowInfo>& rows,
                               const std::vector<RowGroup>& groups, const Recipe& recipe);

// Parts of PlanRows, for tests.

// SourceBalance of a data set under the recipe.
const SourceBalance& BalanceOf(const Recipe& recipe, const std::string& source);
// Label → how often its rows are to be repeated. counts: rows of each label.
std::map<std::string, double> LabelFactors(const std::map<std::string, double>& counts,
                                           const LabelBalance& balance);
// Fisher and Yates with numbers made from the seed.
void ShuffleRows(uint64_t seed, std::vector<uint32_t>* rows);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_BALANCE_H_
