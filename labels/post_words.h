// labels/post_words.h
//
// What a post says without words, as words of a stance model: emoji and marks, and hashtags as a
// whole, whose words alone do not tell a campaign from a sentence.
//
//   "متى؟ 👍👍 #لا_للحرب"  →  "e:?" "e:👍" "h:لا_للحرب"
//
// Threads: pure. Cost: linear in the range.
#ifndef TASNIF_LABELS_POST_WORDS_H_
#define TASNIF_LABELS_POST_WORDS_H_

#include "labels/article_text.h"
#include "labels/words.h"

namespace tasnif {

// `range` of text.text begins and ends with a word; what stands between it and the words around it
// counts, too.

// Appends "e:" and the name of each symbol in `range`, each name once.
void AddSymbolWords(const ArticleText& text, ByteRange range, Words* out);

// Appends "h:" and the normalised words of each hashtag of `range`, joined by "_".
void AddHashtagWords(const ArticleText& text, ByteRange range, Words* out);

}  // namespace tasnif

#endif  // TASNIF_LABELS_POST_WORDS_H_
