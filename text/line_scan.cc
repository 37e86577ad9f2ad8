#include "text/line_scan.h"

namespace tasnif {

LineScan::LineScan(const Agencies& agencies) : patterns_(RE2::UNANCHORED) {
  patterns_.Add(agencies.pattern());
}

void LineScan::Add(const Rule* rule) {
  patterns_.Add(rule->pattern());
  rules_.push_back(rule);
}

absl::Status LineScan::Compile() { return patterns_.Compile(); }

void LineScan::Find(std::string_view folded, Found* found) const {
  found->rules.clear();
  found->may_name_agency = false;
  patterns_.Match(folded, &found->indices);
  for (const int index : found->indices) {
    if (index == 0) {
      found->may_name_agency = true;
    } else {
      found->rules.push_back(rules_[static_cast<size_t>(index - 1)]);
    }
  }
}

}  // namespace tasnif
