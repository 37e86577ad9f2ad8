#include "labels/credit.h"

namespace tasnif {
namespace {

constexpr std::string_view kWireKind = "wire";
constexpr size_t kMaxParentheses = 80;  // Bytes; as text/attribution.cc looks into.

// The range between the parentheses around a name; empty where there are none near by.
ByteRange ParenthesesAround(std::string_view text, ByteRange name) {
  const size_t open = text.substr(0, name.begin_byte).rfind('(');
  const size_t close = text.substr(0, name.end_byte + kMaxParentheses).find(')', name.end_byte);
  if (open == std::string_view::npos || close == std::string_view::npos) return {};
  if (close - open > kMaxParentheses) return {};
  return {static_cast<uint32_t>(open + 1), static_cast<uint32_t>(close)};
}

// "(Reuters)" and "(AFP, Reuters)" sign an article, "(Jane Doe/Reuters)" and "(Reuters photo: …)"
// only its picture: besides names there is nothing longer than a comma or an "and".
bool IsSignature(const ArticleText& text, const Attribution& attribution) {
  constexpr uint32_t kLongestJoint = 4;
  const ByteRange inside = ParenthesesAround(text.text, attribution.range);
  uint32_t names = 0, bytes = 0;
  for (const Attribution& other : text.attributions) {
    const bool is_inside = other.range.begin_byte >= inside.begin_byte &&
                           other.range.end_byte <= inside.end_byte && !other.range.empty();
    if (!is_inside) continue;
    ++names;
    bytes += other.range.size();
  }
  return names > 0 && inside.size() <= bytes + names * kLongestJoint;
}

}  // namespace

bool CreditsAgency(const Attribution& attribution) {
  return !attribution.is_related && attribution.kind == kWireKind;
}

bool IsOrigin(const Attribution& attribution, const ArticleText& text) {
  if (!CreditsAgency(attribution)) return false;
  switch (attribution.place) {
    case AttributionPlace::kByline:
    case AttributionPlace::kDateline:
    case AttributionPlace::kSourceLine:
      return true;
    case AttributionPlace::kBodyHead:
      return IsSignature(text, attribution);
    case AttributionPlace::kKeywordTail:
    case AttributionPlace::kBodyTail:
      return false;
  }
  return false;
}

std::string_view CreditPlace(const Attribution& attribution, const ArticleText& text) {
  const bool is_picture =
      attribution.place == AttributionPlace::kBodyHead && !IsSignature(text, attribution);
  return is_picture ? "photo" : AttributionPlaceName(attribution.place);
}

}  // namespace tasnif
