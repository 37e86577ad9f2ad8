#include "text/rule.h"

#include <re2/re2.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/json.h"
#include "base/status.h"
#include "text/folded_text.h"

namespace tasnif {
namespace {

constexpr SegmentKind kRuleKinds[] = {SegmentKind::kDateline, SegmentKind::kByline,
                                      SegmentKind::kReadMore, SegmentKind::kSource,
                                      SegmentKind::kKeywords, SegmentKind::kRelatedMarker,
                                      SegmentKind::kSocial,   SegmentKind::kCredit};

// What stands for the masks that names are replaced by (kStrongNameMask, kWeakNameMask).
constexpr char kAnyAgency[] = "{agency}";
constexpr char kStrongAgency[] = "{strong_agency}";

std::optional<SegmentKind> KindNamed(std::string_view name) {
  for (const SegmentKind kind : kRuleKinds) {
    if (SegmentKindName(kind) == name) return kind;
  }
  return std::nullopt;
}

std::optional<RuleScope> ScopeNamed(std::string_view name) {
  if (name == "line") return RuleScope::kLine;
  if (name == "head") return RuleScope::kHead;
  if (name == "tail") return RuleScope::kTail;
  if (name == "inline") return RuleScope::kInline;
  return std::nullopt;
}

std::string Anchored(RuleScope scope, std::string_view pattern) {
  const std::string group = absl::StrCat("(?:", std::string(pattern), ")");
  switch (scope) {
    case RuleScope::kHead:
      return absl::StrCat("^\\s*", group);
    case RuleScope::kInline:
      return group;
    default:
      return absl::StrCat("^\\s*", group, "\\s*$");
  }
}

}  // namespace

Rule::Rule() = default;
Rule::Rule(Rule&&) = default;
Rule::~Rule() = default;

std::optional<ByteRange> Rule::Find(std::string_view folded, size_t begin) const {
  re2::StringPiece groups[2];
  const int count = matcher_->NumberOfCapturingGroups() > 0 ? 2 : 1;
  const re2::StringPiece text(folded.data(), folded.size());
  if (!matcher_->Match(text, begin, folded.size(), RE2::UNANCHORED, groups, count)) {
    return std::nullopt;
  }
  const re2::StringPiece& match = groups[groups[count - 1].data() == nullptr ? 0 : count - 1];
  const auto from = static_cast<uint32_t>(match.data() - folded.data());
  return ByteRange{from, static_cast<uint32_t>(from + match.size())};
}

class RuleParser {
 public:
  static absl::StatusOr<Rule> Parse(const Json& json) {
    Rule rule;
    TASNIF_ASSIGN_OR_RETURN(rule.id_, GetString(json, "id"));
    TASNIF_RETURN_IF_ERROR(ParseNames(json, &rule));
    TASNIF_RETURN_IF_ERROR(ParsePattern(json, &rule));
    TASNIF_RETURN_IF_ERROR(ParseExamples(json, &rule));
    return rule;
  }

 private:
  static absl::Status Broken(const Rule& rule, std::string_view what) {
    return absl::FailedPreconditionError(
        absl::StrCat("rule '", rule.id_, "': ", std::string(what)));
  }

  static absl::Status ParseNames(const Json& json, Rule* rule) {
    TASNIF_ASSIGN_OR_RETURN(const std::string kind, GetString(json, "kind"));
    TASNIF_ASSIGN_OR_RETURN(const std::string scope, GetString(json, "scope"));
    TASNIF_ASSIGN_OR_RETURN(const std::string why, GetString(json, "why"));
    if (rule->id_.empty()) return Broken(*rule, "has no id");
    if (!KindNamed(kind)) return Broken(*rule, absl::StrCat("unknown kind '", kind, "'"));
    if (!ScopeNamed(scope)) return Broken(*rule, absl::StrCat("unknown scope '", scope, "'"));
    if (why.empty()) return Broken(*rule, "field 'why' is missing");
    rule->kind_ = *KindNamed(kind);
    rule->scope_ = *ScopeNamed(scope);
    return absl::OkStatus();
  }

  static absl::Status ParsePattern(const Json& json, Rule* rule) {
    TASNIF_ASSIGN_OR_RETURN(const std::string pattern, GetString(json, "pattern"));
    TASNIF_ASSIGN_OR_RETURN(const std::string letter_case, GetString(json, "case"));
    std::string folded = FoldedText(pattern).text();
    rule->names_agency_ =
        absl::StrReplaceAll({{kAnyAgency, "[\uFDD0\uFDD1]"}, {kStrongAgency, "\uFDD0"}}, &folded) >
        0;
    if (rule->names_agency_ && rule->scope_ == RuleScope::kInline) {
      return Broken(*rule, "{agency} in an inline rule");
    }
    rule->pattern_ =
        absl::StrCat(letter_case == "sensitive" ? "" : "(?i)", Anchored(rule->scope_, folded));
    RE2::Options options;
    options.set_log_errors(false);
    rule->matcher_ = std::make_unique<RE2>(rule->pattern_, options);
    if (!rule->matcher_->ok()) return Broken(*rule, rule->matcher_->error());
    return absl::OkStatus();
  }

  static absl::Status ParseExamples(const Json& json, Rule* rule) {
    TASNIF_ASSIGN_OR_RETURN(const Json* examples, GetArray(json, "examples"));
    TASNIF_ASSIGN_OR_RETURN(rule->counter_examples_, GetStrings(json, "counter_examples"));
    if (examples == nullptr || examples->empty()) return Broken(*rule, "has no examples");
    if (rule->counter_examples_.empty()) return Broken(*rule, "has no counter_examples");
    for (const Json& item : *examples) {
      RuleExample example;
      TASNIF_ASSIGN_OR_RETURN(example.text, GetString(item, "text"));
      TASNIF_ASSIGN_OR_RETURN(example.match, GetString(item, "match"));
      rule->examples_.push_back(std::move(example));
    }
    return absl::OkStatus();
  }
};

absl::StatusOr<std::vector<Rule>> ParseRules(std::string_view json) {
  TASNIF_ASSIGN_OR_RETURN(const Json parsed, ParseJson(json));
  TASNIF_ASSIGN_OR_RETURN(const Json* list, GetArray(parsed, "rules"));
  if (list == nullptr) return absl::FailedPreconditionError("field 'rules' is missing");
  std::vector<Rule> rules;
  for (const Json& item : *list) {
    TASNIF_ASSIGN_OR_RETURN(Rule rule, RuleParser::Parse(item));
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace tasnif
