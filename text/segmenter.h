// text/segmenter.h
//
// Tells the prose of a scraped article from what stands around and inside it: datelines, bylines,
// "read more" links, source and keyword lines, the second article behind "Read also:".
//
//   TASNIF_ASSIGN_OR_RETURN(auto segmenter, Segmenter::Create());
//   const Segmentation segmentation = segmenter->Segment(text);
//
// The rules are data: text/rules/segments_*.json (form: rule.h), embedded at build time. Applied
// line by line: the first line rule that matches names the line; otherwise head rules may name its
// beginning and inline rules parts of it. A wrong "related" cut throws an article away, so a marker
// counts only in a line of its own, behind a quarter of the text and 200 bytes of prose; elsewhere
// its words are taken for an inline link.
//
// Threads: immutable, shared freely. Cost: linear in the text: it is folded, each word is looked up
// among the agencies' names, and RE2 reads the first bytes of each line, whole lines only where
// they hold the words of a link or fit a rule.
#ifndef TASNIF_TEXT_SEGMENTER_H_
#define TASNIF_TEXT_SEGMENTER_H_

#include <memory>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "text/rule.h"
#include "text/segmentation.h"

namespace tasnif {

// Raised with every change of rules or code that can change a segmentation or an attribution; a
// model carries the version that it was trained under and is refused under another one.
inline constexpr int kSegmenterVersion = 1;

class Agencies;
struct CompiledRules;

class Segmenter {
 public:
  // With the embedded rules. FAILED_PRECONDITION naming file and rule where one is broken.
  static absl::StatusOr<std::unique_ptr<const Segmenter>> Create();
  ~Segmenter();

  // `text` is UTF-8 below 4 GiB; an empty text has no segments.
  Segmentation Segment(std::string_view text) const;

  // In order of precedence.
  const std::vector<Rule>& rules() const;

  const Agencies& agencies() const;

 private:
  explicit Segmenter(std::unique_ptr<CompiledRules> compiled);

  const std::unique_ptr<const CompiledRules> compiled_;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_SEGMENTER_H_
