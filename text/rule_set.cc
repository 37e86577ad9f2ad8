#include "text/rule_set.h"

#include <algorithm>
#include <string>

namespace tasnif {
namespace {

// Lazily built automata may grow to this; a text that would need more is matched rule by rule.
constexpr int64_t kMaxBytes = int64_t{64} << 20;

RE2::Options SetOptions() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMaxBytes);
  return options;
}

}  // namespace

RuleSet::RuleSet() : set_(SetOptions(), RE2::UNANCHORED) {}

void RuleSet::Add(const Rule* rule) {
  set_.Add(rule->pattern(), nullptr);  // The rule's own RE2 has accepted this pattern.
  rules_.push_back(rule);
}

absl::Status RuleSet::Compile() {
  if (set_.Compile()) return absl::OkStatus();
  return absl::FailedPreconditionError("segment rules: together too large for RE2");
}

std::vector<const Rule*> RuleSet::Match(std::string_view folded) const {
  std::vector<int> indices;
  RE2::Set::ErrorInfo error;
  set_.Match(re2::StringPiece(folded.data(), folded.size()), &indices, &error);
  if (error.kind != RE2::Set::kNoError) {
    return {rules_.begin(), rules_.end()};
  }
  std::sort(indices.begin(), indices.end());
  std::vector<const Rule*> matching;
  for (const int index : indices) matching.push_back(rules_[static_cast<size_t>(index)]);
  return matching;
}

}  // namespace tasnif
