#include "text/rule_text.h"

#include <vector>

namespace tasnif {

RuleText::RuleText(std::string_view line, const Agencies& agencies) {
  Assign(line);
  MaskNames(agencies);
}

void RuleText::Assign(std::string_view line) {
  plain_.Assign(line);
  masked_.reset();
}

void RuleText::MaskNames(const Agencies& agencies) {
  std::vector<AgencyMatch> matches;
  agencies.Find(plain_.text(), &matches);
  if (matches.empty()) return;
  std::vector<FoldedText::Mask> names;
  for (const AgencyMatch& match : matches) {
    names.push_back({match.range, match.is_weak ? kWeakNameMask : kStrongNameMask});
  }
  masked_ = plain_.Masked(names);
}

std::optional<ByteRange> RuleText::Find(const Rule& rule) const {
  const FoldedText& folded = rule.names_agency() ? masked() : plain_;
  const std::optional<ByteRange> match = rule.Find(folded.text());
  if (!match) return std::nullopt;
  return folded.InputRange(match->begin_byte, match->end_byte);
}

}  // namespace tasnif
