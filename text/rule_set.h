// text/rule_set.h
//
// The rules of one scope, matched at once against the beginning of a line: which of them may match
// costs one short look at a line of prose, and a second one where it names an agency.
//
// Threads: immutable after Compile, shared freely.
#ifndef TASNIF_TEXT_RULE_SET_H_
#define TASNIF_TEXT_RULE_SET_H_

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "text/pattern_set.h"
#include "text/rule.h"
#include "text/rule_text.h"

namespace tasnif {

class RuleSet {
 public:
  RuleSet();

  // `rule` is of any scope but inline and must outlive the set, in one array with the others and
  // behind those added before it.
  void Add(const Rule* rule);

  // FAILED_PRECONDITION where the patterns together exceed RE2's memory.
  absl::Status Compile();

  // Overwrites `*matching` with the rules that match `text`, in the order they were added.
  void Match(const RuleText& text, std::vector<const Rule*>* matching) const;

 private:
  PatternSet patterns_;
  std::vector<const Rule*> rules_;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_RULE_SET_H_
