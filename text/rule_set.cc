#include "text/rule_set.h"

#include <algorithm>

namespace tasnif {

RuleSet::RuleSet() : patterns_(RE2::ANCHOR_START) {}

void RuleSet::Add(const Rule* rule) {
  patterns_.Add(rule->pattern());  // The rule's own RE2 has accepted this pattern.
  rules_.push_back(rule);
}

absl::Status RuleSet::Compile() { return patterns_.Compile(); }

void RuleSet::Match(const RuleText& text, std::vector<const Rule*>* matching) const {
  matching->clear();
  std::vector<int> indices;
  const auto add_if = [&](bool names_agency, bool in_any_case) {
    for (const int index : indices) {
      const Rule* rule = rules_[static_cast<size_t>(index)];
      if (in_any_case || rule->names_agency() == names_agency) matching->push_back(rule);
    }
  };
  // Where no name is masked, both texts are one.
  patterns_.Match(text.plain().text(), &indices);
  add_if(false, !text.has_names());
  if (!text.has_names()) return;
  patterns_.Match(text.masked().text(), &indices);
  add_if(true, false);
  std::sort(matching->begin(), matching->end());
}

}  // namespace tasnif
