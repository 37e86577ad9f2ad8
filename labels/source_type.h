// labels/source_type.h
//
// Source type from three kinds of evidence, combined in this one place:
//   1. outlet       a domain that settles it (a government site, a satire site, a forum),
//   2. attribution  a news agency in a byline, dateline or source line, or at the head of the body,
//                   makes it `wire_agency`,
//   3. text         what the model says of the style,
//   4. outlet       where the text model abstains, a domain that makes it likely (a university, a
//                   blog).
// The first that is there decides; `decided_by` says which. An agency that is named only at the end
// of the body or in the keywords, and a publisher that is no agency, are reported and decide
// nothing.
//
//   CombineSourceEvidence(article, text, outlets, prediction.mutable_source_type());
//
// Threads: pure function.
#ifndef TASNIF_LABELS_SOURCE_TYPE_H_
#define TASNIF_LABELS_SOURCE_TYPE_H_

#include "labels/labeller.h"

namespace tasnif {

inline constexpr std::string_view kSourceTypeHead = "source_type";
inline constexpr std::string_view kWireSourceType = "wire_agency";

// Probability of a label that a domain or an attribution decides, unless the model is surer still.
// Judgement, not measurement: a listed site publishes hardly anything else, while a credited agency
// now and then only contributed to a report of the outlet's own.
inline constexpr float kOutletProbability = 0.95f;
inline constexpr float kAttributionProbability = 0.9f;
// The same of a domain that only makes it likely.
inline constexpr float kLikelyOutletProbability = 0.6f;

// Adds attribution, outlet and decided_by to the prediction of the text model and overrules its
// label where stronger evidence is there. Then the prediction no longer abstains, the explanation,
// which is of the model's label, goes, and the other labels share what probability is left.
void CombineSourceEvidence(const v1::Article& article, const ArticleText& text,
                           const OutletList& outlets, v1::LabelPrediction* prediction);

}  // namespace tasnif

#endif  // TASNIF_LABELS_SOURCE_TYPE_H_
