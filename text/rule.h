// text/rule.h
//
// One rule of text/rules/segments_*.json: a pattern for one kind of segment, why it exists, and
// examples that a test walks through.
//
//   {"id": "ar.source_line", "kind": "source", "scope": "line",
//    "pattern": "المصدر\\s*:.{1,80}", "why": "…",
//    "examples": [{"text": "المصدر: رويترز", "match": "المصدر: رويترز"}],
//    "counter_examples": ["قال المصدر إن الاجتماع تأجل"]}
//
// Patterns are RE2, matched against folded text (folded_text.h) and folded themselves, so that any
// spelling may be written. `{agency}` stands for any name in agencies.json, `{strong_agency}` for
// one that is no everyday word: such rules are matched against a text in which names are masked
// (inline rules may not use it). Case does not matter unless "case": "sensitive". Scopes:
//   line    the whole line, anywhere
//   head    the beginning of one of the first lines; group 1, if there is one, else all of it
//   tail    the whole line, one of the last lines
//   inline  anywhere in a line of prose; group 1, if there is one, else all of it
//
// Threads: immutable.
#ifndef TASNIF_TEXT_RULE_H_
#define TASNIF_TEXT_RULE_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "text/byte_range.h"
#include "text/segmentation.h"

namespace re2 {
class RE2;
}

namespace tasnif {

enum class RuleScope { kLine, kHead, kTail, kInline };

struct RuleExample {
  std::string text;
  std::string match;
};

class Rule {
 public:
  Rule(Rule&&);
  ~Rule();

  const std::string& id() const { return id_; }
  SegmentKind kind() const { return kind_; }
  RuleScope scope() const { return scope_; }
  // Compiled form, folded, with the scope's anchors.
  const std::string& pattern() const { return pattern_; }
  // Its pattern holds `{agency}`: to be matched against masked text.
  bool names_agency() const { return names_agency_; }
  const std::vector<RuleExample>& examples() const { return examples_; }
  const std::vector<std::string>& counter_examples() const { return counter_examples_; }

  // Where the rule first matches in `folded` (masked if names_agency()) at or behind `begin`.
  std::optional<ByteRange> Find(std::string_view folded, size_t begin = 0) const;

 private:
  friend class RuleParser;
  Rule();

  std::string id_;
  SegmentKind kind_ = SegmentKind::kBody;
  RuleScope scope_ = RuleScope::kLine;
  bool names_agency_ = false;
  std::string pattern_;
  std::unique_ptr<re2::RE2> matcher_;
  std::vector<RuleExample> examples_;
  std::vector<std::string> counter_examples_;
};

// FAILED_PRECONDITION naming the rule and field where a file breaks the form above: a pattern that
// RE2 refuses, an unknown kind or scope, a rule without an example or reason.
absl::StatusOr<std::vector<Rule>> ParseRules(std::string_view json);

}  // namespace tasnif

#endif  // TASNIF_TEXT_RULE_H_
