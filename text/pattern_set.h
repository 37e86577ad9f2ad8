// text/pattern_set.h
//
// Many RE2 patterns in one automaton: which of them match a text at all.
//
//   PatternSet set(RE2::ANCHOR_START);
//   set.Add("(?i)tags:.*");  set.Add("by .{3,30}");
//   TASNIF_RETURN_IF_ERROR(set.Compile());
//   set.Match("Tags: oil", &indices);   // {0}
//
// Threads: immutable after Compile, shared freely. Cost: one pass over the text, whatever their
// number. Anchored, it ends where no pattern can match any more, in prose after a few bytes;
// otherwise it is left out where the text lacks the words without which none can match
// (literal_scan.h). A second pass where anything matches; nothing is allocated where nothing does.
#ifndef TASNIF_TEXT_PATTERN_SET_H_
#define TASNIF_TEXT_PATTERN_SET_H_

#include <re2/set.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "text/literal_scan.h"

namespace tasnif {

class PatternSet {
 public:
  // ANCHOR_START: every pattern must match from the beginning of the text on.
  explicit PatternSet(RE2::Anchor anchor);

  // `pattern` must be one that RE2 accepts. Patterns are numbered from 0.
  void Add(const std::string& pattern);

  // FAILED_PRECONDITION where the patterns together exceed RE2's memory.
  absl::Status Compile();

  // Overwrites `*indices` with the patterns that match `text`, ascending; with all of them where
  // the automaton would grow too large. Callers must ask the pattern itself for what it matches.
  // `text` is valid UTF-8.
  void Match(std::string_view text, std::vector<int>* indices) const;

 private:
  const RE2::Anchor anchor_;
  RE2::Set set_;
  std::vector<std::string> patterns_;
  std::optional<LiteralScan> needed_;  // Any pattern's match holds one of these.
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_PATTERN_SET_H_
