// labels/credit.h
//
// What an attribution in an article says of its origin: signed by an agency, or merely illustrated
// by one.
//
//   for (const Attribution& attribution : text.attributions) {
//     if (IsOrigin(attribution, text)) …   // a wire story
//   }
//
// Threads: pure functions.
#ifndef TASNIF_LABELS_CREDIT_H_
#define TASNIF_LABELS_CREDIT_H_

#include <string_view>

#include "labels/article_text.h"

namespace tasnif {

// Names a news agency, and not as the author of the related article.
bool CreditsAgency(const Attribution& attribution);

// The agency is named as the origin of this very article: in a byline, dateline or source line, or
// alone in parentheses at the head of the body.
bool IsOrigin(const Attribution& attribution, const ArticleText& text);

// AttributionPlaceName, or "photo" for a name at the head of the body that signs only a picture.
std::string_view CreditPlace(const Attribution& attribution, const ArticleText& text);

}  // namespace tasnif

#endif  // TASNIF_LABELS_CREDIT_H_
