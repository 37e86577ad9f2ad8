#include "text/rule_set.h"

#include <algorithm>

namespace tasnif {

RuleSet::RuleSet(RE2::Anchor anchor) : patterns_(anchor) {}

void RuleSet::Add(const Rule* rule) {
  patterns_.Add(rule->pattern());  // The rule's own RE2 has accepted this pattern.
  rules_.push_back(rule);
  names_agency_ |= rule->names_agency();
}

absl::Status RuleSet::Compile() { return patterns_.Compile(); }

void RuleSet::Match(const RuleText& text, std::vector<const Rule*>* matching) const {
  matching->clear();
  std::vector<int> indices;
  const auto add_if = [&](bool of_plain, bool of_masked) {
    for (const int index : indices) {
      const Rule* rule = rules_[static_cast<size_t>(index)];
      if (rule->names_agency() ? of_masked : of_plain) matching->push_back(rule);
    }
  };
  // Where no name is masked, both texts are one.
  const bool is_masked = names_agency_ && text.has_names();
  patterns_.Match(text.plain().text(), &indices);
  add_if(true, !is_masked);
  if (!is_masked) return;
  patterns_.Match(text.masked().text(), &indices);
  add_if(false, true);
  std::sort(matching->begin(), matching->end());
}

}  // namespace tasnif
