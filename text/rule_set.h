// text/rule_set.h
//
// Many rules matched at once: which of them match a line at all costs two passes (one over the
// masked text), whatever their number.
//
// Threads: immutable after Compile, shared freely.
#ifndef TASNIF_TEXT_RULE_SET_H_
#define TASNIF_TEXT_RULE_SET_H_

#include <re2/set.h>

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "text/rule.h"
#include "text/rule_text.h"

namespace tasnif {

class RuleSet {
 public:
  RuleSet();

  // `rule` must outlive the set, in one array with the other rules.
  void Add(const Rule* rule);

  // FAILED_PRECONDITION where the patterns together exceed RE2's memory.
  absl::Status Compile();

  // The rules that match `text` somewhere, in the order of the rules' array.
  std::vector<const Rule*> Match(const RuleText& text) const;

 private:
  struct Half {
    Half();
    absl::Status Compile();
    void Match(std::string_view folded, std::vector<const Rule*>* matching) const;

    RE2::Set set;
    std::vector<const Rule*> rules;
  };

  Half plain_;
  Half masked_;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_RULE_SET_H_
