#include "labels/source_type.h"

#include <algorithm>
#include <optional>

#include "labels/credit.h"
#include "labels/host_rules.h"

namespace tasnif {
namespace {

// The list knows the state's own media; only hosts it does not know are judged by their names.
std::optional<OutletEntry> FindOutlet(const v1::Article& article, const OutletList& outlets) {
  for (const std::string* place : {&article.url(), &article.publisher()}) {
    if (const OutletEntry* entry = outlets.Find(*place)) return *entry;
    if (std::optional<OutletEntry> entry = EntryByRule(*place)) return entry;
  }
  return std::nullopt;
}

void FillOutlet(const OutletEntry& entry, v1::Outlet* out) {
  out->set_domain(entry.domain);
  out->set_country(entry.country);
  if (entry.state_media.has_value()) out->set_state_media(*entry.state_media);
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
    is_credited = is_credited || IsOrigin(attribution, text);
  }
  const std::optional<OutletEntry> outlet = FindOutlet(article, outlets);
  if (outlet.has_value()) FillOutlet(*outlet, prediction->mutable_outlet());
  const bool settles = outlet.has_value() && !outlet->source_type.empty();
  if (settles && outlet->is_certain) {
    Overrule(outlet->source_type, kOutletProbability, prediction);
    prediction->set_decided_by("outlet");
  } else if (is_credited) {
    Overrule(kWireSourceType, kAttributionProbability, prediction);
    prediction->set_decided_by("attribution");
  } else if (settles && prediction->abstained()) {
    Overrule(outlet->source_type, kLikelyOutletProbability, prediction);
    prediction->set_decided_by("outlet");
  } else {
    prediction->set_decided_by("text");
  }
}

}  // namespace tasnif
