// labels/article_line.h
//
// A labelled article as a line of the JSON-lines input schema: the way back of ParseArticle().
//
//   std::puts(DumpJson(ArticleToJson(article)).c_str());
//
// Threads: pure function.
#ifndef TASNIF_LABELS_ARTICLE_LINE_H_
#define TASNIF_LABELS_ARTICLE_LINE_H_

#include "base/json.h"
#include "labels/json_lines.h"

namespace tasnif {

// Fields that are empty are left out. `content` and `metadata` have no place in the schema and are
// lost: decode content first. A publisher is written as `publisher`, also where it came as
// `domain`.
Json ArticleToJson(const LabelledArticle& article);

}  // namespace tasnif

#endif  // TASNIF_LABELS_ARTICLE_LINE_H_
