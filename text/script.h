// text/script.h
//
// The script most letters of a text are written in, and a coarse guess at its language.
//
//   DominantScript("وزارة الصحة") == "Arab"      GuessLanguage("وزارة الصحة") == "ar"
//
// GuessLanguage answers where no language head is loaded, or the head abstains
// (labels/labeller.cc). It tells scripts apart, and within the Latin script a dozen languages by
// their commonest words; it knows nothing else, and a language it does not know may be taken for
// one that shares its script (Pashto for Persian, Bulgarian for Russian).
//
// Threads: pure functions. Cost: linear, over the first 64 KiB.
#ifndef TASNIF_TEXT_SCRIPT_H_
#define TASNIF_TEXT_SCRIPT_H_

#include <string>
#include <string_view>

namespace tasnif {

// ISO 15924 code; "Jpan" for Han with kana, "Hans" for Han alone (traditional characters are not
// told apart), "Zyyy" where the text has no letter.
std::string DominantScript(std::string_view text);

// BCP 47 language: ar fa ur, ru uk, en fr es de it pt tr id so sw, zh ja ko, he hi am and others
// that have a script to themselves; "und" where the text has no letter or the vote is not clear.
std::string GuessLanguage(std::string_view text);

}  // namespace tasnif

#endif  // TASNIF_TEXT_SCRIPT_H_
