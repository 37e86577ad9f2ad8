// client/article_check.h
//
// What would make the server refuse a whole call, and the articles of other callers with it, is
// found here first: strings that are not UTF-8.
//
//   if (absl::Status status = CheckArticle(article); !status.ok()) …
//
// Threads: pure. Cost: one pass over the text.
#ifndef TASNIF_CLIENT_ARTICLE_CHECK_H_
#define TASNIF_CLIENT_ARTICLE_CHECK_H_

#include "absl/status/status.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// INVALID_ARGUMENT: a string is not UTF-8; the message names the field.
absl::Status CheckArticle(const v1::Article& article);
absl::Status CheckOptions(const v1::ClassifyOptions& options);

}  // namespace tasnif

#endif  // TASNIF_CLIENT_ARTICLE_CHECK_H_
