// train/self_test_articles.h
//
// Short articles of our own, whose words become the self-tests of a bundle.
#ifndef TASNIF_TRAIN_SELF_TEST_ARTICLES_H_
#define TASNIF_TRAIN_SELF_TEST_ARTICLES_H_

#include <vector>

#include "labels/json_lines.h"

namespace tasnif {

// Each has a label for `head` and a stance on one target, so that RowMaker makes rows of it; the
// label itself means nothing.
std::vector<LabelledArticle> SelfTestArticles(const std::string& head);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_SELF_TEST_ARTICLES_H_
