#include "train/data_split.h"

#include <cmath>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/json.h"
#include "base/status.h"
#include "train/selection.h"

namespace tasnif {
namespace {

constexpr size_t kMaxSplits = 100;

absl::Status BadShares(const std::string& text, const std::string& why) {
  return absl::InvalidArgumentError(
      absl::StrCat("shares '", text, "': ", why, "; expected such as train=0.8,dev=0.1,test=0.1"));
}

}  // namespace

absl::StatusOr<std::vector<std::pair<std::string, double>>> ParseShares(const std::string& text) {
  std::vector<std::pair<std::string, double>> shares;
  double sum = 0;
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    const std::vector<std::string> sides = absl::StrSplit(part, '=');
    double share = 0;
    if (sides.size() != 2 || sides[0].empty() || !absl::SimpleAtod(sides[1], &share)) {
      return BadShares(text, absl::StrCat("'", part, "' is no NAME=SHARE"));
    }
    if (!(share > 0 && share <= 1)) return BadShares(text, "a share is not in (0, 1]");
    shares.emplace_back(sides[0], share);
    sum += share;
  }
  constexpr double kRounding = 1e-6;
  if (std::abs(sum - 1) > kRounding) return BadShares(text, absl::StrCat("they add up to ", sum));
  if (shares.size() > kMaxSplits) return BadShares(text, "more than 100 splits");
  return shares;
}

size_t DataSplitter::OwnSplit(const DataLine& line) const {
  const std::string publisher = PublisherOf(line.article.article);
  const bool has_publisher = options_.by_publisher && !publisher.empty();
  const uint64_t hash = has_publisher ? HashBytes(publisher) : line.text_hash;
  double share = HashShare(MixHash(hash, options_.seed));
  for (size_t i = 0; i + 1 < options_.shares.size(); ++i) {
    share -= options_.shares[i].second;
    if (share < 0) return i;
  }
  return options_.shares.size() - 1;
}

size_t DataSplitter::IndexOf(const std::string& split) {
  size_t index = 0;
  while (index < splits_.size() && splits_[index].first != split) ++index;
  if (index == splits_.size()) splits_.emplace_back(split, 0);
  return index;
}

absl::StatusOr<SplitDecision> DataSplitter::Decide(const DataLine& line) {
  const bool has_split = options_.keeps_splits && !line.article.split.empty();
  size_t own = has_split ? IndexOf(line.article.split) : OwnSplit(line);
  TASNIF_ASSIGN_OR_RETURN(const DuplicateIndex::Match match,
                          duplicates_.FindOrAdd(line.text_hash, line.min_hash));
  SplitDecision decision;
  if (match.kind == DuplicateKind::kNone) {
    split_of_.push_back(static_cast<uint8_t>(own));
  } else if (split_of_[match.id] != own) {
    // Bound by a publisher or by the data, it cannot follow; free, it goes along.
    const bool is_bound =
        has_split || (options_.by_publisher && !PublisherOf(line.article.article).empty());
    decision.is_kept = !is_bound;
    own = split_of_[match.id];
  }
  decision.split = splits_[own].first;
  ++(decision.is_kept ? counts_[decision.split] : left_out_);
  return decision;
}

absl::StatusOr<std::string> WithSplit(const std::string& line, const std::string& split) {
  TASNIF_ASSIGN_OR_RETURN(Json json, ParseJson(line));
  if (!json.is_object()) return absl::InvalidArgumentError("not a JSON object");
  json["split"] = split;
  return DumpJson(json);
}

}  // namespace tasnif
