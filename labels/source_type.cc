#include "labels/source_type.h"

#include <algorithm>
#include <optional>

namespace tasnif {
namespace {

constexpr std::string_view kWireKind = "wire";
constexpr size_t kMaxParentheses = 80;  // Bytes; as text/attribution.cc looks into.

// The list knows the state's own media; only hosts it does not know are judged by their suffix.
std::optional<OutletEntry> FindOutlet(const v1::Article& article, const OutletList& outlets) {
  for (const std::string* place : {&article.url(), &article.publisher()}) {
    if (const OutletEntry* entry = outlets.Find(*place)) return *entry;
    if (std::optional<OutletEntry> entry = GovernmentEntry(*place)) return entry;
  }
  return std::nullopt;
}

void FillOutlet(const OutletEntry& entry, v1::Outlet* out) {
  out->set_domain(entry.domain);
  out->set_country(entry.country);
  if (entry.state_media.has_value()) out->set_state_media(*entry.state_media);
}

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

// Where an agency is named as the origin of this very article.
bool Decides(const Attribution& attribution, const ArticleText& text) {
  if (attribution.is_related || attribution.kind != kWireKind) return false;
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

void FillAttribution(const Attribution& attribution, v1::Attribution* out) {
  const std::string_view place = AttributionPlaceName(attribution.place);
  out->set_agency(attribution.agency);
  out->set_begin_byte(attribution.range.begin_byte);
  out->set_end_byte(attribution.range.end_byte);
  out->set_place(place.data(), place.size());
  out->set_kind(attribution.kind);
}

// Takes `label` out of the ranking and returns its probability; 0 where it is not in it.
float TakeOut(std::string_view label, google::protobuf::RepeatedPtrField<v1::LabelScore>* ranking) {
  const auto found = std::find_if(ranking->begin(), ranking->end(),
                                  [label](const auto& score) { return score.label() == label; });
  if (found == ranking->end()) return 0;
  const float probability = found->probability();
  ranking->erase(found);
  return probability;
}

// The model's best label becomes the first alternative of the new one.
void Overrule(std::string_view label, float at_least, v1::LabelPrediction* prediction) {
  google::protobuf::RepeatedPtrField<v1::LabelScore> ranking;
  const int alternatives = prediction->alternatives_size();
  v1::LabelScore* best = ranking.Add();
  best->set_label(prediction->label());
  best->set_probability(prediction->probability());
  ranking.MergeFrom(prediction->alternatives());
  const bool was_best = prediction->label() == label;
  const float before = TakeOut(label, &ranking);
  const float after = std::max(before, at_least);
  const float scale = before < 1 ? (1 - after) / (1 - before) : 0;
  for (v1::LabelScore& score : ranking) score.set_probability(score.probability() * scale);
  while (ranking.size() > alternatives) ranking.RemoveLast();
  prediction->set_label(label.data(), label.size());
  prediction->set_probability(after);
  prediction->mutable_alternatives()->Swap(&ranking);
  prediction->set_abstained(false);
  prediction->clear_reason();
  if (!was_best) prediction->clear_explanation();
}

}  // namespace

void CombineSourceEvidence(const v1::Article& article, const ArticleText& text,
                           const OutletList& outlets, v1::LabelPrediction* prediction) {
  bool is_credited = false;
  for (const Attribution& attribution : text.attributions) {
    FillAttribution(attribution, prediction->add_attribution());
    is_credited = is_credited || Decides(attribution, text);
  }
  const std::optional<OutletEntry> outlet = FindOutlet(article, outlets);
  if (outlet.has_value()) FillOutlet(*outlet, prediction->mutable_outlet());
  if (outlet.has_value() && !outlet->source_type.empty()) {
    Overrule(outlet->source_type, kOutletProbability, prediction);
    prediction->set_decided_by("outlet");
  } else if (is_credited) {
    Overrule(kWireSourceType, kAttributionProbability, prediction);
    prediction->set_decided_by("attribution");
  } else {
    prediction->set_decided_by("text");
  }
}

}  // namespace tasnif
