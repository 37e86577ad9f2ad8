// text/line_scan.h
//
// The one pass over a whole line: which inline rules match somewhere in it, and whether an agency
// may be named in it.
//
//   scan.Find(folded.text(), &found);
//   if (found.may_name_agency) agencies.Find(folded.text(), &matches);
//
// Threads: immutable after Compile, shared freely. Cost: see pattern_set.h.
#ifndef TASNIF_TEXT_LINE_SCAN_H_
#define TASNIF_TEXT_LINE_SCAN_H_

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "text/agencies.h"
#include "text/pattern_set.h"
#include "text/rule.h"

namespace tasnif {

class LineScan {
 public:
  struct Found {
    std::vector<const Rule*> rules;  // In the order they were added.
    bool may_name_agency = false;
    std::vector<int> indices;  // Scratch.
  };

  explicit LineScan(const Agencies& agencies);

  // `rule` is an inline rule and must outlive the scan.
  void Add(const Rule* rule);

  // FAILED_PRECONDITION where the patterns together exceed RE2's memory.
  absl::Status Compile();

  // Overwrites `*found`. `folded` is a FoldedText::text().
  void Find(std::string_view folded, Found* found) const;

 private:
  PatternSet patterns_;  // 0: any agency's name; then the rules.
  std::vector<const Rule*> rules_;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_LINE_SCAN_H_
