// labels/stance_words.h
//
// What a stance model reads of an article: the pieces that speak of a target, and their words.
// Training and serving both call this.
//
//   for (const StanceSentence& piece : EvidenceSentences(target, text, options, reader)) {
//     words.Clear();
//     BuildStanceWords(target, piece, text, bundle, &words);
//   }
//
// Threads: pure but for the reader. Cost: linear in the text.
#ifndef TASNIF_LABELS_STANCE_WORDS_H_
#define TASNIF_LABELS_STANCE_WORDS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "labels/article_text.h"
#include "labels/target_matcher.h"
#include "labels/words.h"
#include "tasnif/v1/bundle.pb.h"

namespace tasnif {

// A body of at most so many tokens speaks of what it was asked about even where it does not name
// it: a post about a campaign seldom repeats the campaign's name.
inline constexpr size_t kShortTextWords = 80;

// One piece of text that speaks of a target, as the model reads it.
struct StanceSentence {
  ByteRange range;                // In ArticleText::text.
  std::vector<Mention> mentions;  // Inside it.
};

// The pseudo word of a target that the model knows by name, or null. Names are compared regardless
// of case and, like all words, of Arabic spelling; a country also by its English name.
const std::string* KnownTargetWord(const TargetMentions& target, const v1::StanceOptions& options);

// The sentences of the body that mention the target, in order. For a target without a mention: the
// whole body as one piece, where the model knows the target by name (StanceOptions.known_targets)
// or the body is at most `kShortTextWords` long; otherwise none. A target pack
// (StanceOptions.known_targets_only) reads such a short body whole in any case.
std::vector<StanceSentence> EvidenceSentences(const TargetMentions& target, ArticleText& text,
                                              const v1::StanceOptions& options,
                                              ArticleReader* reader);

// Appends the words of one piece:
//   language_word    "lang:ar"
//                    the words, with options.mask_word for every mention
//   side_window      "l:word", "r:word" for those near a mention
//   position_window  "l2:word", "r1:word" for those nearer still
//   known_targets    the target's pseudo word; with target_words, a copy of each word behind it
//   symbol_words, hashtag_words   see post_words.h
// each where the bundle asks for it. Appends nothing where the piece has no word.
void BuildStanceWords(const TargetMentions& target, const StanceSentence& sentence,
                      const ArticleText& text, const v1::Bundle& bundle, Words* out);

// A word of BuildStanceWords without its mark: "l2:word" and "t3:word" are `word`, "p:stem",
// "pr:stem" and "t3:p:stem" the stem `stem`. A word without a mark is itself.
struct UnmarkedWord {
  std::string_view text;
  bool is_stem = false;
};
UnmarkedWord Unmarked(std::string_view word);

}  // namespace tasnif

#endif  // TASNIF_LABELS_STANCE_WORDS_H_
