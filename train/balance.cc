#include "train/balance.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "base/status.h"
#include "train/selection.h"

namespace tasnif {
namespace {

constexpr uint64_t kRepeatSalt = 4;
constexpr uint64_t kShuffleSalt = 5;

// The hashes that stay in each group, or nothing where all of them do.
using KeptHashes = std::vector<std::set<uint64_t>>;

absl::StatusOr<KeptHashes> KeptArticles(const RowInfoPass& pass,
                                        const std::vector<RowGroup>& groups, const Recipe& recipe) {
  KeptHashes kept(groups.size());
  TASNIF_RETURN_IF_ERROR(pass([&](uint32_t, const RowInfo& row) {
    const uint32_t most = BalanceOf(recipe, groups[row.group].source).max_per_label;
    if (most == 0) return;
    std::set<uint64_t>& hashes = kept[row.group];
    hashes.insert(row.article_hash);
    if (hashes.size() > most) hashes.erase(std::prev(hashes.end()));
  }));
  return kept;
}

bool IsKept(const KeptHashes& kept, const RowInfo& row) {
  const std::set<uint64_t>& hashes = kept[row.group];
  return hashes.empty() || hashes.count(row.article_hash) > 0;
}

double SourceRepeat(const Recipe& recipe, const RowGroup& group) {
  const SourceBalance& balance = BalanceOf(recipe, group.source);
  const auto own = balance.label_repeat.find(group.label);
  return balance.repeat * (own == balance.label_repeat.end() ? 1 : own->second);
}

// The whole part, and one more for the share of the rows that the fraction says.
uint32_t WholeTimes(double times, uint64_t article_hash, uint32_t row) {
  const double whole = std::floor(times);
  const bool has_more = HashShare(MixHash(article_hash, kRepeatSalt + row)) < times - whole;
  return static_cast<uint32_t>(whole) + (has_more ? 1 : 0);
}

}  // namespace

const SourceBalance& BalanceOf(const Recipe& recipe, const std::string& source) {
  const auto own = recipe.sources.find(source);
  return own == recipe.sources.end() ? recipe.other_sources : own->second;
}

std::map<std::string, double> LabelFactors(const std::map<std::string, double>& counts,
                                           const LabelBalance& balance) {
  std::vector<double> sorted;
  for (const auto& [label, count] : counts) {
    if (count > 0) sorted.push_back(count);
  }
  std::sort(sorted.begin(), sorted.end());
  std::map<std::string, double> factors;
  for (const auto& [label, count] : counts) {
    factors[label] = 1;
    if (count <= 0) continue;
    const double upwards = std::max(1.0, balance.share * sorted.back() / count);
    const double towards_median = std::pow(sorted[sorted.size() / 2] / count, balance.power);
    factors[label] = std::clamp(upwards * towards_median, balance.min_repeat, balance.max_repeat);
  }
  return factors;
}

void ShuffleRows(uint64_t seed, std::vector<uint32_t>* rows) {
  const uint64_t start = MixHash(seed, kShuffleSalt);
  for (size_t left = rows->size(); left > 1; --left) {
    std::swap((*rows)[left - 1], (*rows)[MixHash(start, left) % left]);
  }
}

absl::StatusOr<std::vector<uint32_t>> PlanRows(const RowInfoPass& pass,
                                               const std::vector<RowGroup>& groups,
                                               const Recipe& recipe) {
  TASNIF_ASSIGN_OR_RETURN(const KeptHashes kept, KeptArticles(pass, groups, recipe));
  std::map<std::string, double> label_counts;
  TASNIF_RETURN_IF_ERROR(pass([&](uint32_t, const RowInfo& row) {
    const RowGroup& group = groups[row.group];
    if (IsKept(kept, row)) label_counts[group.label] += SourceRepeat(recipe, group);
  }));
  const std::map<std::string, double> factors = LabelFactors(label_counts, recipe.label_balance);
  std::vector<uint32_t> plan;
  TASNIF_RETURN_IF_ERROR(pass([&](uint32_t number, const RowInfo& row) {
    if (!IsKept(kept, row)) return;
    const RowGroup& group = groups[row.group];
    const double times = SourceRepeat(recipe, group) * factors.at(group.label);
    plan.insert(plan.end(), WholeTimes(times, row.article_hash, number), number);
  }));
  ShuffleRows(recipe.fasttext.seed, &plan);
  return plan;
}

std::vector<uint32_t> PlanRows(const std::vector<RowInfo>& rows,
                               const std::vector<RowGroup>& groups, const Recipe& recipe) {
  const auto pass = [&rows](const std::function<void(uint32_t, const RowInfo&)>& action) {
    for (uint32_t i = 0; i < rows.size(); ++i) action(i, rows[i]);
    return absl::OkStatus();
  };
  return *PlanRows(pass, groups, recipe);  // A pass over memory cannot fail.
}

}  // namespace tasnif
