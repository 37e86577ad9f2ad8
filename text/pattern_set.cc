#include "text/pattern_set.h"

#include <re2/filtered_re2.h>

#include <algorithm>
#include <numeric>

namespace tasnif {
namespace {

// Lazily built automata may grow to this; a line that would need more is matched rule by rule.
constexpr int64_t kMaxBytes = int64_t{32} << 20;

RE2::Options SetOptions() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMaxBytes);
  return options;
}

// Of `atoms`, the fewest found without which no pattern can match. Leaves out, in the order given,
// each one that may be taken for present without any pattern getting through.
std::vector<std::string> Needed(const re2::FilteredRE2& filter,
                                const std::vector<std::string>& atoms,
                                const std::vector<int>& order) {
  std::vector<std::string> needed;
  std::vector<int> present, potential;
  for (const int atom : order) {
    std::vector<int> more = present;
    more.insert(std::upper_bound(more.begin(), more.end(), atom), atom);
    filter.AllPotentials(more, &potential);
    if (potential.empty()) {
      present = more;
    } else {
      needed.push_back(atoms[static_cast<size_t>(atom)]);
    }
  }
  return needed;
}

// Strings one of which stands in, case ignored, whatever any pattern matches; nothing where RE2
// knows of none.
std::optional<LiteralScan> NeededLiterals(const std::vector<std::string>& patterns) {
  re2::FilteredRE2 filter(LiteralScan::kMinBytes);
  for (const std::string& pattern : patterns) {
    int id;
    if (filter.Add(pattern, SetOptions(), &id) != RE2::NoError) return std::nullopt;
  }
  std::vector<std::string> atoms;
  filter.Compile(&atoms);
  std::vector<int> potential;
  filter.AllPotentials({}, &potential);
  if (!potential.empty()) return std::nullopt;
  std::vector<int> order(atoms.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<std::string> needed = Needed(filter, atoms, order);
  std::reverse(order.begin(), order.end());
  std::vector<std::string> other = Needed(filter, atoms, order);
  return LiteralScan(other.size() < needed.size() ? std::move(other) : std::move(needed));
}

}  // namespace

PatternSet::PatternSet(RE2::Anchor anchor) : anchor_(anchor), set_(SetOptions(), anchor) {}

void PatternSet::Add(const std::string& pattern) {
  set_.Add(pattern, nullptr);
  patterns_.push_back(pattern);
}

absl::Status PatternSet::Compile() {
  if (!set_.Compile()) {
    return absl::FailedPreconditionError("segment rules: together too large for RE2");
  }
  if (anchor_ == RE2::UNANCHORED && !patterns_.empty()) needed_ = NeededLiterals(patterns_);
  return absl::OkStatus();
}

void PatternSet::Match(std::string_view text, std::vector<int>* indices) const {
  indices->clear();
  if (patterns_.empty() || (needed_ && !needed_->FindsAny(text))) return;
  const re2::StringPiece piece(text.data(), text.size());
  RE2::Set::ErrorInfo error;
  // Without asking which ones, RE2 allocates nothing and stops at the first match.
  if (!set_.Match(piece, nullptr, &error) && error.kind == RE2::Set::kNoError) return;
  set_.Match(piece, indices, &error);
  if (error.kind == RE2::Set::kNoError) {
    std::sort(indices->begin(), indices->end());
  } else {
    indices->resize(patterns_.size());
    std::iota(indices->begin(), indices->end(), 0);
  }
}

}  // namespace tasnif
