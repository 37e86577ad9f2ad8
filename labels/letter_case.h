// labels/letter_case.h
//
// Tells upper case from lower without case tables: a letter that case folding changed was a
// capital.
//
//   StartsWithCapital("Turkey", "turkey")   // true: the country, not the bird
//
// Only for Latin, Greek and Cyrillic; other scripts have no capitals here.
//
// Threads: pure functions.
#ifndef TASNIF_LABELS_LETTER_CASE_H_
#define TASNIF_LABELS_LETTER_CASE_H_

#include <cstddef>
#include <string_view>

namespace tasnif {

// original  a word as it stands in the text; folded, the same word normalised.

bool StartsWithCapital(std::string_view original, std::string_view folded);

// Every letter is a capital and there is one: "US", "U.K", "США".
bool IsAllCapitals(std::string_view original, std::string_view folded);

}  // namespace tasnif

#endif  // TASNIF_LABELS_LETTER_CASE_H_
