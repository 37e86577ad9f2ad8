#include "text/rule_set.h"

#include <algorithm>
#include <string>

#include "base/status.h"

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

}  // namespace

RuleSet::Half::Half() : set(SetOptions(), RE2::UNANCHORED) {}

absl::Status RuleSet::Half::Compile() {
  if (set.Compile()) return absl::OkStatus();
  return absl::FailedPreconditionError("segment rules: together too large for RE2");
}

void RuleSet::Half::Match(std::string_view folded, std::vector<const Rule*>* matching) const {
  std::vector<int> indices;
  RE2::Set::ErrorInfo error;
  set.Match(re2::StringPiece(folded.data(), folded.size()), &indices, &error);
  if (error.kind != RE2::Set::kNoError) {
    matching->insert(matching->end(), rules.begin(), rules.end());
    return;
  }
  for (const int index : indices) matching->push_back(rules[static_cast<size_t>(index)]);
}

RuleSet::RuleSet() = default;

void RuleSet::Add(const Rule* rule) {
  Half& half = rule->names_agency() ? masked_ : plain_;
  half.set.Add(rule->pattern(), nullptr);  // The rule's own RE2 has accepted this pattern.
  half.rules.push_back(rule);
}

absl::Status RuleSet::Compile() {
  TASNIF_RETURN_IF_ERROR(plain_.Compile());
  return masked_.Compile();
}

std::vector<const Rule*> RuleSet::Match(const RuleText& text) const {
  std::vector<const Rule*> matching;
  plain_.Match(text.plain().text(), &matching);
  masked_.Match(text.masked().text(), &matching);
  std::sort(matching.begin(), matching.end());
  return matching;
}

}  // namespace tasnif
