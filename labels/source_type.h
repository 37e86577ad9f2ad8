// labels/source_type.h
//
// Source type from three kinds of evidence, combined in this one place:
//   1. outlet       a domain that settles it (a government site, a satire site),
//   2. attribution  a news agency in a byline, dateline or source line makes it `wire_agency`,
//   3. text         what the model says of the style.
// The first that is there decides; `decided_by` says which.
#ifndef TASNIF_LABELS_SOURCE_TYPE_H_
#define TASNIF_LABELS_SOURCE_TYPE_H_

#include "labels/labeller.h"

namespace tasnif {

inline constexpr std::string_view kSourceTypeHead = "source_type";

// Adds attribution, outlet and decided_by to the prediction of the text model and overrules its
// label where stronger evidence is there.
void CombineSourceEvidence(const v1::Article& article, const ArticleText& text,
                           const OutletList& outlets, v1::LabelPrediction* prediction);

}  // namespace tasnif

#endif  // TASNIF_LABELS_SOURCE_TYPE_H_
