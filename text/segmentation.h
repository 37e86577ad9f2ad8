// text/segmentation.h
//
// What each part of an article's text is: prose, or one of the things that scraping leaves around
// it. Attribution lines are evidence for the source type, keywords for the topic; the second
// article behind "Read also:" is evidence for nothing.
//
//   for (const Segment& s : segmentation.segments) if (s.kind == SegmentKind::kBody) …
//
// Threads: a value.
#ifndef TASNIF_TEXT_SEGMENTATION_H_
#define TASNIF_TEXT_SEGMENTATION_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/byte_range.h"

namespace tasnif {

enum class SegmentKind : uint8_t {
  kBody,           // Prose, headline included.
  kDateline,       // "Published: …" lines; "LONDON (AP) — " before the first sentence.
  kByline,         // "By Jane Doe", "كتب: …"
  kReadMore,       // Only the words of an inline link: "إقرأ المزيد".
  kSource,         // "المصدر: رويترز", or an agency's name alone in a last line.
  kKeywords,       // "كلمات دلالية: …", "Tags: …"
  kRelatedMarker,  // "إقرأ أيضاً:" alone in its line.
  kRelated,        // Behind such a marker: another article, or links to others.
  kSocial,         // "Follow us on …"
  kCredit,         // "Getty Images": a photo's credit alone in its line.
};

// "body", "dateline", "byline", "read_more", "source", "keywords", "related_marker", "related",
// "social", "credit".
std::string_view SegmentKindName(SegmentKind kind);

struct Segment {
  ByteRange range;  // Line ends belong to the segment before them.
  SegmentKind kind = SegmentKind::kBody;
  bool is_behind_marker = false;  // Stands behind a related marker, whatever its kind.
  std::string rule;               // Id of the rule that said so; "" for kBody and kRelated.
};

struct Segmentation {
  std::vector<Segment> segments;  // In text order, without gaps or overlaps; none is empty.
};

// The text without anything but kBody, pieces joined as they stood.
std::string BodyText(std::string_view text, const Segmentation& segmentation);

}  // namespace tasnif

#endif  // TASNIF_TEXT_SEGMENTATION_H_
