// train/views.h
//
// The rows that one training article gives. Pure.
#ifndef TASNIF_TRAIN_VIEWS_H_
#define TASNIF_TRAIN_VIEWS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "labels/words.h"
#include "train/recipe.h"

namespace tasnif {

// Body words that one row may hold, whatever the recipe says: a longer piece teaches nothing new.
inline constexpr uint32_t kMaxRowWords = 1000;

// The words of an article under a view, joined by blanks; "" where the view does not fit it.
// max_words: body words at most, where the view says nothing; 0: kMaxRowWords.
// hash: of the article; it decides what is drawn.
std::string ViewRow(const View& view, const Words& words, uint32_t max_words, uint64_t hash);

// Words joined by blanks as fastText reads them. A word that fastText would take for a label or for
// the end of a line, or that holds white space, is left out.
std::string JoinWords(const std::vector<std::string_view>& words);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_VIEWS_H_
