// labels/words.h
//
// The words of an article as one head reads them, and where each came from. Training writes these
// words, joined by blanks, as fastText's input; serving hands them to the engine: the same function
// makes both.
#ifndef TASNIF_LABELS_WORDS_H_
#define TASNIF_LABELS_WORDS_H_

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "labels/article_text.h"
#include "tasnif/v1/bundle.pb.h"

namespace tasnif {

// Where a word stands. A pseudo word (mask, target, attribution) has begin_byte == end_byte.
struct WordOrigin {
  uint32_t begin_byte = 0;
  uint32_t end_byte = 0;
  bool in_title = false;
};

// Views point into the ArticleText or into `made`; both must outlive the list.
struct Words {
  std::vector<std::string_view> words;
  std::vector<WordOrigin> origins;  // Same length.
  std::deque<std::string> made;     // Storage of words that stand in no text; never moves.

  void Add(std::string_view word, WordOrigin origin) {
    words.push_back(word);
    origins.push_back(origin);
  }
  // Adds a word that is composed here, such as a prefixed or a pseudo word.
  void AddMade(std::string word, WordOrigin origin) {
    made.push_back(std::move(word));
    Add(made.back(), origin);
  }
  void Clear();
};

// Stands in place of an agency's name under TextOptions.mask_attribution.
inline constexpr std::string_view kAttributionWord = "agencyx";

// The words of a whole article under `options`: the title first, then the body. Boilerplate, the
// article behind "Read also:" and, unless options.use_keywords, keyword lines are left out. Appends
// nothing where nothing is left.
//   title_prefix      before each title word
//   drop_numbers      else a number becomes "0"
//   max_words         of the body; the title is read whole
//   mask_attribution  each attribution in the body becomes one kAttributionWord, whose origin is
//                     where the attribution begins
//   attribution_words  places that credit an agency as words, before everything else
//   unique_words      of equal words only the first; attribution words are exempt
// Cost: linear in the tokens; allocates only for title words with a prefix.
void BuildWords(const ArticleText& text, const v1::TextOptions& options, Words* out);

// Whether BuildWords gives the same words under both, for any article.
bool MakesSameWords(const v1::TextOptions& a, const v1::TextOptions& b);

}  // namespace tasnif

#endif  // TASNIF_LABELS_WORDS_H_
