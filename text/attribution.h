// text/attribution.h
//
// Who an article is from, as the article says itself: agencies and outlets named where attribution
// stands, not where prose quotes them.
//
//   TASNIF_ASSIGN_OR_RETURN(auto finder, AttributionFinder::Create());
//   finder->Find(text, segmenter->Segment(text))[0].agency == "Reuters"
//
// Names and their spellings: text/rules/agencies.json. A weak alias ("AP", "واس", which are also
// parts of everyday words or other names) counts only in a dateline, a source line or parentheses.
//
// Threads: immutable, shared freely. Cost: linear in the few lines that are looked at.
#ifndef TASNIF_TEXT_ATTRIBUTION_H_
#define TASNIF_TEXT_ATTRIBUTION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "text/agencies.h"
#include "text/byte_range.h"
#include "text/segmentation.h"

namespace tasnif {

enum class AttributionPlace : uint8_t {
  kByline,
  kDateline,
  kSourceLine,
  kKeywordTail,
  kBodyHead,  // In parentheses in one of the first lines of prose: "(رويترز)".
  kBodyTail,  // In parentheses in the last line of prose, or that line is little else.
};

// "byline", "dateline", "source_line", "keyword_tail", "body_head", "body_tail".
std::string_view AttributionPlaceName(AttributionPlace place);

struct Attribution {
  std::string agency;  // Canonical name: "Reuters".
  std::string kind;    // "wire" or "outlet".
  ByteRange range;     // Of the name in the text.
  AttributionPlace place;
  bool is_related = false;  // Behind a related marker: says who wrote the other article.
};

class AttributionFinder {
 public:
  // FAILED_PRECONDITION where the embedded list is broken.
  static absl::StatusOr<std::unique_ptr<const AttributionFinder>> Create();

  // `segmentation` must be of this `text`. In text order; one agency may be found several times.
  std::vector<Attribution> Find(std::string_view text, const Segmentation& segmentation) const;

 private:
  explicit AttributionFinder(std::unique_ptr<const Agencies> agencies)
      : agencies_(std::move(agencies)) {}

  void FindInLine(std::string_view text, const Segment& segment, AttributionPlace place,
                  std::vector<Attribution>* found) const;
  void FindInBody(std::string_view text, const Segment& segment, bool is_first, bool is_last,
                  std::vector<Attribution>* found) const;
  void FindInLastLine(std::string_view text, ByteRange line, std::vector<Attribution>* found) const;
  void FindInParentheses(std::string_view text, ByteRange line, AttributionPlace place,
                         std::vector<Attribution>* found) const;
  void Append(std::string_view text, ByteRange range, AttributionPlace place, bool allows_weak,
              bool is_related, std::vector<Attribution>* found) const;

  const std::unique_ptr<const Agencies> agencies_;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_ATTRIBUTION_H_
