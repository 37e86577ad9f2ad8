// text/rule_set.h
//
// The rules of one scope, matched at once: which of them match a line at all costs one look at it,
// and a second one where it names an agency. Rules for whole lines and their beginnings are given
// up after a few bytes of prose.
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
  // ANCHOR_START for all scopes but inline, whose patterns begin with the line.
  explicit RuleSet(RE2::Anchor anchor);

  // `rule` must outlive the set, in one array with the others and behind those added before it.
  void Add(const Rule* rule);

  // FAILED_PRECONDITION where the patterns together exceed RE2's memory.
  absl::Status Compile();

  // Overwrites `*matching` with the rules that match `text`, in the order they were added.
  void Match(const RuleText& text, std::vector<const Rule*>* matching) const;

 private:
  PatternSet patterns_;
  std::vector<const Rule*> rules_;
  bool names_agency_ = false;  // Some rule does.
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_RULE_SET_H_
