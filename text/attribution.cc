#include "text/attribution.h"

#include <algorithm>
#include <optional>

#include "base/status.h"
#include "text/folded_text.h"

namespace tasnif {
namespace {

constexpr size_t kHeadLines = 3;        // Lines of prose at whose parentheses we look.
constexpr size_t kMaxHeadBytes = 300;   // Of a line at its beginning or end.
constexpr size_t kMaxParentheses = 80;  // Bytes between parentheses.

std::optional<AttributionPlace> PlaceOf(SegmentKind kind) {
  switch (kind) {
    case SegmentKind::kByline:
      return AttributionPlace::kByline;
    case SegmentKind::kDateline:
      return AttributionPlace::kDateline;
    case SegmentKind::kSource:
    case SegmentKind::kCredit:
      return AttributionPlace::kSourceLine;
    case SegmentKind::kKeywords:
      return AttributionPlace::kKeywordTail;
    default:
      return std::nullopt;
  }
}

std::vector<ByteRange> NonEmptyLines(std::string_view text, ByteRange range) {
  std::vector<ByteRange> lines;
  for (uint32_t begin = range.begin_byte; begin < range.end_byte;) {
    const size_t newline = text.find('\n', begin);
    const auto end = static_cast<uint32_t>(std::min<size_t>(newline, range.end_byte));
    const std::string_view line = text.substr(begin, end - begin);
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) lines.push_back({begin, end});
    begin = end + 1;
  }
  return lines;
}

uint32_t BytesOf(const std::vector<Attribution>& names) {
  uint32_t bytes = 0;
  for (const Attribution& name : names) bytes += name.range.size();
  return bytes;
}

// Cuts may fall inside a character: names are found whole or not at all.
ByteRange HeadOf(ByteRange line) {
  return {line.begin_byte, std::min<uint32_t>(line.end_byte, line.begin_byte + kMaxHeadBytes)};
}

ByteRange TailOf(ByteRange line) {
  const uint32_t size = std::min<uint32_t>(line.size(), kMaxHeadBytes);
  return {line.end_byte - size, line.end_byte};
}

}  // namespace

std::string_view AttributionPlaceName(AttributionPlace place) {
  switch (place) {
    case AttributionPlace::kByline:
      return "byline";
    case AttributionPlace::kDateline:
      return "dateline";
    case AttributionPlace::kSourceLine:
      return "source_line";
    case AttributionPlace::kKeywordTail:
      return "keyword_tail";
    case AttributionPlace::kBodyHead:
      return "body_head";
    case AttributionPlace::kBodyTail:
      return "body_tail";
  }
  return "";
}

absl::StatusOr<std::unique_ptr<const AttributionFinder>> AttributionFinder::Create() {
  TASNIF_ASSIGN_OR_RETURN(auto agencies, Agencies::Create());
  return std::unique_ptr<const AttributionFinder>(new AttributionFinder(std::move(agencies)));
}

std::vector<Attribution> AttributionFinder::Find(std::string_view text,
                                                 const Segmentation& segmentation) const {
  const auto& segments = segmentation.segments;
  const auto is_body = [](const Segment& s) { return s.kind == SegmentKind::kBody; };
  const auto first = std::find_if(segments.begin(), segments.end(), is_body);
  const auto last = std::find_if(segments.rbegin(), segments.rend(), is_body);
  std::vector<Attribution> found;
  for (const Segment& segment : segments) {
    if (const auto place = PlaceOf(segment.kind)) {
      FindInLine(text, segment, *place, &found);
    } else if (is_body(segment)) {
      // A headline may be cut from the prose by a dateline: the second segment is a head too.
      const auto index = &segment - &*first;
      FindInBody(text, segment, index <= 2, &segment == &*last, &found);
    }
  }
  return found;
}

void AttributionFinder::FindInLine(std::string_view text, const Segment& segment,
                                   AttributionPlace place, std::vector<Attribution>* found) const {
  const bool allows_weak =
      place == AttributionPlace::kDateline || place == AttributionPlace::kSourceLine;
  Append(text, segment.range, place, allows_weak, segment.is_behind_marker, found);
}

void AttributionFinder::FindInBody(std::string_view text, const Segment& segment, bool is_first,
                                   bool is_last, std::vector<Attribution>* found) const {
  const std::vector<ByteRange> lines = NonEmptyLines(text, segment.range);
  const bool has_tail = is_last && lines.size() > 1;
  const size_t heads = std::min(lines.size() - (has_tail ? 1 : 0), kHeadLines);
  for (size_t i = 0; is_first && i < heads; ++i) {
    FindInParentheses(text, HeadOf(lines[i]), AttributionPlace::kBodyHead, found);
  }
  if (has_tail) FindInLastLine(text, lines.back(), found);
}

void AttributionFinder::FindInLastLine(std::string_view text, ByteRange line,
                                       std::vector<Attribution>* found) const {
  std::vector<Attribution> names;
  Append(text, TailOf(line), AttributionPlace::kBodyTail, false, false, &names);
  if (BytesOf(names) * 2 >= line.size()) {
    found->insert(found->end(), names.begin(), names.end());
  } else {
    FindInParentheses(text, TailOf(line), AttributionPlace::kBodyTail, found);
  }
}

void AttributionFinder::FindInParentheses(std::string_view text, ByteRange line,
                                          AttributionPlace place,
                                          std::vector<Attribution>* found) const {
  size_t position = line.begin_byte;
  while (true) {
    const size_t open = text.find('(', position);
    if (open >= line.end_byte) return;
    const size_t close = text.find(')', open);
    if (close >= line.end_byte) return;
    if (close - open <= kMaxParentheses) {
      const ByteRange inside{static_cast<uint32_t>(open + 1), static_cast<uint32_t>(close)};
      std::vector<Attribution> names;
      Append(text, inside, place, true, false, &names);
      if (BytesOf(names) * 2 < inside.size()) {
        // "(جمهورية مصر العربية)" is no signature: only names that are no other word count.
        names.clear();
        Append(text, inside, place, false, false, &names);
      }
      found->insert(found->end(), names.begin(), names.end());
    }
    position = open + 1;
  }
}

void AttributionFinder::Append(std::string_view text, ByteRange range, AttributionPlace place,
                               bool allows_weak, bool is_related,
                               std::vector<Attribution>* found) const {
  const FoldedText folded(Slice(text, range));
  std::vector<AgencyMatch> matches;
  agencies_->Find(folded.text(), &matches);
  for (const AgencyMatch& match : matches) {
    if (match.is_weak && !allows_weak) continue;
    // "قنا - أ ش أ": at the beginning of a dateline stands the city, not the agency of that name.
    const bool is_city = match.is_weak && match.range.begin_byte == 0 && matches.size() > 1;
    if (is_city && place == AttributionPlace::kDateline) continue;
    const ByteRange name = folded.InputRange(match.range.begin_byte, match.range.end_byte);
    found->push_back({match.agency->name,
                      match.agency->kind,
                      {range.begin_byte + name.begin_byte, range.begin_byte + name.end_byte},
                      place,
                      is_related});
  }
}

}  // namespace tasnif
