// text/rule_text.h
//
// One line as rules see it: folded, and folded with agency names masked.
//
// Threads: a value; Assign keeps the memory.
#ifndef TASNIF_TEXT_RULE_TEXT_H_
#define TASNIF_TEXT_RULE_TEXT_H_

#include <optional>
#include <string_view>

#include "text/agencies.h"
#include "text/folded_text.h"
#include "text/rule.h"

namespace tasnif {

class RuleText {
 public:
  RuleText() = default;
  RuleText(std::string_view line, const Agencies& agencies);

  // As a line without agencies' names, which may then be masked.
  void Assign(std::string_view line);
  void MaskNames(const Agencies& agencies);

  const FoldedText& plain() const { return plain_; }

  // The line holds an agency's name, so that masked() is not plain().
  bool has_names() const { return masked_.has_value(); }

  // With each agency's name as one character; as plain() where the line holds no name.
  const FoldedText& masked() const { return masked_ ? *masked_ : plain_; }

  // Bytes of the line that `rule` first matches.
  std::optional<ByteRange> Find(const Rule& rule) const;

 private:
  FoldedText plain_;
  std::optional<FoldedText> masked_;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_RULE_TEXT_H_
