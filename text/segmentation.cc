#include "text/segmentation.h"

namespace tasnif {

std::string_view SegmentKindName(SegmentKind kind) {
  switch (kind) {
    case SegmentKind::kBody:
      return "body";
    case SegmentKind::kDateline:
      return "dateline";
    case SegmentKind::kByline:
      return "byline";
    case SegmentKind::kReadMore:
      return "read_more";
    case SegmentKind::kSource:
      return "source";
    case SegmentKind::kKeywords:
      return "keywords";
    case SegmentKind::kRelatedMarker:
      return "related_marker";
    case SegmentKind::kRelated:
      return "related";
    case SegmentKind::kSocial:
      return "social";
    case SegmentKind::kCredit:
      return "credit";
  }
  return "";
}

std::string BodyText(std::string_view text, const Segmentation& segmentation) {
  std::string body;
  for (const Segment& segment : segmentation.segments) {
    if (segment.kind == SegmentKind::kBody) body += Slice(text, segment.range);
  }
  return body;
}

}  // namespace tasnif
