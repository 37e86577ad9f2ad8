// text/rule_set.h
//
// Many rules matched at once: which of them match a line at all costs one pass, whatever their
// number.
//
// Threads: immutable after Compile, shared freely.
#ifndef TASNIF_TEXT_RULE_SET_H_
#define TASNIF_TEXT_RULE_SET_H_

#include <re2/set.h>

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "text/rule.h"

namespace tasnif {

class RuleSet {
 public:
  RuleSet();

  // `rule` must outlive the set.
  void Add(const Rule* rule);

  // FAILED_PRECONDITION where the patterns together exceed RE2's memory.
  absl::Status Compile();

  // The rules that match `folded` somewhere, in the order of Add.
  std::vector<const Rule*> Match(std::string_view folded) const;

 private:
  RE2::Set set_;
  std::vector<const Rule*> rules_;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_RULE_SET_H_
