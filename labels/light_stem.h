// labels/light_stem.h
//
// What different forms of a word have in common, cheaply: for Arabic the word without clitics and
// common endings, for any other script its first five letters.
//
//   LightStem("وبالمدارسها") == "مدارس"; LightStem("criticised") == "criti"
//
// Stance models read stems beside the words: few labelled sentences see a verb in every form.
// Threads: pure function. Source: the light stemming of Larkey et al. 2002, "Improving Stemming for
// Arabic Information Retrieval" (SIGIR), with a list of affixes of our own; truncation to five
// letters as in McNamee and Mayfield 2004, "Character N-Gram Tokenization".
#ifndef TASNIF_LABELS_LIGHT_STEM_H_
#define TASNIF_LABELS_LIGHT_STEM_H_

#include <string_view>

namespace tasnif {

// A part of `word`, which is normalised; at least three letters where the word has as many.
std::string_view LightStem(std::string_view word);

}  // namespace tasnif

#endif  // TASNIF_LABELS_LIGHT_STEM_H_
