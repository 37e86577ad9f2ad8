#include "text/segmenter.h"

#include <algorithm>
#include <utility>

#include "base/status.h"
#include "text/agencies.h"
#include "text/folded_text.h"
#include "text/rule_files.h"
#include "text/rule_set.h"

namespace tasnif {

struct CompiledRules {
  CompiledRules(std::vector<Rule> all, std::unique_ptr<const Agencies> names)
      : rules(std::move(all)), owned_agencies(std::move(names)), agencies(*owned_agencies) {}

  absl::Status Compile() {
    for (const Rule& rule : rules) {
      if (rule.scope() == RuleScope::kInline) {
        inlines.Add(&rule);
        continue;
      }
      first_lines.Add(&rule);
      if (rule.scope() != RuleScope::kHead) other_lines.Add(&rule);
    }
    TASNIF_RETURN_IF_ERROR(first_lines.Compile());
    TASNIF_RETURN_IF_ERROR(other_lines.Compile());
    return inlines.Compile();
  }

  const std::vector<Rule> rules;  // In order of precedence.
  const std::unique_ptr<const Agencies> owned_agencies;
  const Agencies& agencies;
  RuleSet first_lines{RE2::ANCHOR_START};  // Scopes line, tail and head.
  RuleSet other_lines{RE2::ANCHOR_START};  // Scopes line and tail.
  RuleSet inlines{RE2::UNANCHORED};
};

namespace {

constexpr size_t kHeadLines = 4;            // Head rules look at so many non-empty lines.
constexpr size_t kTailLines = 8;            // Tail rules too.
constexpr size_t kMinBodyBytes = 200;       // Prose before a related marker.
constexpr size_t kMarkerFraction = 4;       // A marker stands behind 1/4 of the text.
constexpr size_t kMaxFoldedLine = 1 << 16;  // Longer lines are prose without inline rules.

struct Line {
  ByteRange range;    // With its line end.
  size_t number = 0;  // Among the non-empty lines.
  bool is_empty = false;
};

std::vector<Line> SplitLines(std::string_view text, size_t* non_empty) {
  std::vector<Line> lines;
  *non_empty = 0;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    Line line{{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}, *non_empty, false};
    line.is_empty =
        text.substr(begin, end - begin).find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (!line.is_empty) ++*non_empty;
    lines.push_back(line);
    begin = end;
  }
  return lines;
}

// Collects segments; neighbours of one kind and rule become one.
class SegmentWriter {
 public:
  void Add(ByteRange range, SegmentKind kind, bool is_behind_marker, std::string rule) {
    if (range.empty()) return;
    if (!segments_.empty()) {
      tasnif::Segment& last = segments_.back();
      const bool is_plain = kind == SegmentKind::kBody || kind == SegmentKind::kRelated;
      if (is_plain && last.kind == kind && last.is_behind_marker == is_behind_marker) {
        last.range.end_byte = range.end_byte;
        return;
      }
    }
    segments_.push_back({range, kind, is_behind_marker, std::move(rule)});
  }

  // An empty line belongs to whatever stands before it.
  void Extend(ByteRange range) {
    if (segments_.empty()) {
      Add(range, SegmentKind::kBody, false, "");
    } else {
      segments_.back().range.end_byte = range.end_byte;
    }
  }

  std::vector<tasnif::Segment> Take() { return std::move(segments_); }

 private:
  std::vector<tasnif::Segment> segments_;
};

// The state of one call of Segment.
class Pass {
 public:
  Pass(std::string_view text, const CompiledRules& rules) : text_(text), rules_(rules) {}

  Segmentation Run() {
    for (const Line& line : SplitLines(text_, &non_empty_lines_)) {
      if (line.is_empty) {
        writer_.Extend(line.range);
      } else {
        AddLine(line);
      }
    }
    return {writer_.Take()};
  }

 private:
  struct Upcoming {
    const Rule* rule;
    std::optional<ByteRange> match;  // The rule's first one behind those already taken.
  };

  void AddLine(const Line& line) {
    if (line.range.size() > kMaxFoldedLine) return AddPlain(line.range);
    std::string_view content = Slice(text_, line.range);
    while (!content.empty() && (content.back() == '\n' || content.back() == '\r')) {
      content.remove_suffix(1);
    }
    rule_text_.Assign(content);
    rule_text_.MaskNames(rules_.agencies);
    if (const Rule* rule = LineRule(line)) return AddWhole(line, *rule);
    if (is_behind_marker_) return AddPlain(line.range);
    AddParts(line);
  }

  const Rule* LineRule(const Line& line) {
    const bool may_be_head = line.number < kHeadLines && !is_behind_marker_;
    (may_be_head ? rules_.first_lines : rules_.other_lines).Match(rule_text_, &matching_);
    for (const Rule* rule : matching_) {
      if (rule->scope() == RuleScope::kHead) continue;
      if (rule->scope() == RuleScope::kTail && line.number + kTailLines < non_empty_lines_) {
        continue;
      }
      if (rule_text_.Find(*rule)) return rule;
    }
    return nullptr;
  }

  void AddWhole(const Line& line, const Rule& rule) {
    SegmentKind kind = rule.kind();
    if (kind == SegmentKind::kRelatedMarker && !is_behind_marker_) {
      if (MayBeCut(line)) {
        is_behind_marker_ = true;
      } else {
        kind = SegmentKind::kReadMore;
      }
    }
    writer_.Add(line.range, kind, is_behind_marker_, rule.id());
  }

  bool MayBeCut(const Line& line) const {
    return body_bytes_ >= kMinBodyBytes && line.range.begin_byte * kMarkerFraction >= text_.size();
  }

  void AddPlain(ByteRange range) {
    const SegmentKind kind = is_behind_marker_ ? SegmentKind::kRelated : SegmentKind::kBody;
    if (!is_behind_marker_) body_bytes_ += range.size();
    writer_.Add(range, kind, is_behind_marker_, "");
  }

  void AddParts(const Line& line) {
    ByteRange rest = line.range;
    AddHead(line, &rest);
    const FoldedText& folded = rule_text_.plain();
    size_t position = folded.OffsetOf(rest.begin_byte - line.range.begin_byte);
    std::vector<Upcoming> upcoming;
    rules_.inlines.Match(rule_text_, &matching_);
    for (const Rule* rule : matching_) {
      upcoming.push_back({rule, rule->Find(folded.text(), position)});
    }
    ByteRange found;
    while (const Rule* rule = NextInline(folded, position, &upcoming, &found)) {
      position = found.end_byte;
      const ByteRange match = InText(line, folded.InputRange(found.begin_byte, found.end_byte));
      AddPlain({rest.begin_byte, match.begin_byte});
      writer_.Add(match, rule->kind(), false, rule->id());
      rest.begin_byte = match.end_byte;
    }
    AddPlain(rest);
  }

  // Of the rules that LineRule has left in `matching_`.
  void AddHead(const Line& line, ByteRange* rest) {
    for (const Rule* rule : matching_) {
      if (rule->scope() != RuleScope::kHead) continue;
      const std::optional<ByteRange> match = rule_text_.Find(*rule);
      if (!match) continue;
      const uint32_t end = InText(line, *match).end_byte;
      writer_.Add({rest->begin_byte, end}, rule->kind(), false, rule->id());
      rest->begin_byte = end;
      return;
    }
  }

  // The earliest next match of any rule, the first rule's where several begin together. Each
  // rule's next match is remembered: a line full of links is scanned once per rule, not per link.
  static const Rule* NextInline(const FoldedText& folded, size_t position,
                                std::vector<Upcoming>* upcoming, ByteRange* match) {
    const Rule* best = nullptr;
    for (Upcoming& next : *upcoming) {
      while (next.match && next.match->begin_byte < position) {
        next.match = next.rule->Find(folded.text(), position);
      }
      if (!next.match || next.match->empty()) continue;
      if (best != nullptr && next.match->begin_byte >= match->begin_byte) continue;
      best = next.rule;
      *match = *next.match;
    }
    return best;
  }

  static ByteRange InText(const Line& line, ByteRange in_line) {
    return {line.range.begin_byte + in_line.begin_byte, line.range.begin_byte + in_line.end_byte};
  }

  const std::string_view text_;
  const CompiledRules& rules_;
  size_t non_empty_lines_ = 0;
  size_t body_bytes_ = 0;
  bool is_behind_marker_ = false;
  SegmentWriter writer_;

  // Of the line at hand.
  RuleText rule_text_;
  std::vector<const Rule*> matching_;
};

absl::StatusOr<std::vector<Rule>> EmbeddedRules() {
  std::vector<Rule> rules;
  for (const RuleFile& file : EmbeddedRuleFiles()) {
    if (file.name.substr(0, 9) != "segments_") continue;
    auto parsed = ParseRules(file.text);
    if (!parsed.ok()) return Annotate(parsed.status(), file.name);
    for (Rule& rule : *parsed) rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace

Segmenter::Segmenter(std::unique_ptr<CompiledRules> compiled) : compiled_(std::move(compiled)) {}
Segmenter::~Segmenter() = default;

absl::StatusOr<std::unique_ptr<const Segmenter>> Segmenter::Create() {
  TASNIF_ASSIGN_OR_RETURN(auto agencies, Agencies::Create());
  TASNIF_ASSIGN_OR_RETURN(auto rules, EmbeddedRules());
  auto compiled = std::make_unique<CompiledRules>(std::move(rules), std::move(agencies));
  TASNIF_RETURN_IF_ERROR(compiled->Compile());
  return std::unique_ptr<const Segmenter>(new Segmenter(std::move(compiled)));
}

const std::vector<Rule>& Segmenter::rules() const { return compiled_->rules; }
const Agencies& Segmenter::agencies() const { return compiled_->agencies; }

Segmentation Segmenter::Segment(std::string_view text) const {
  return Pass(text, *compiled_).Run();
}

}  // namespace tasnif
