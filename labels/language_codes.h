// labels/language_codes.h
//
// One code for one language, under the many ways to write it.
//
//   NormaliseLanguage("arb_Arab") == "ar"      LanguageLabel("arb_Arab") == "ar"
//   NormaliseLanguage("arz") == "arz"          LanguageLabel("arz") == "ar"
//
// BCP 47 primary subtags in lower case, two letters where the language has such a code; scripts and
// regions are left out. Varieties are folded for the label of the language head only: what a client
// sends keeps its variety, because other heads are calibrated for arz, apc and others apart.
//
// Threads: pure functions. Cost: a binary search.
// Source: ISO 639-3 code tables with their macrolanguages; the codes of FLORES-200.
#ifndef TASNIF_LABELS_LANGUAGE_CODES_H_
#define TASNIF_LABELS_LANGUAGE_CODES_H_

#include <string>
#include <string_view>

namespace tasnif {

// The head whose label is an article's language where nobody told it.
inline constexpr std::string_view kLanguageHead = "language";

// No language is known.
inline constexpr std::string_view kUnknownLanguage = "und";

// No language at all: program code, tables of figures. No head answers for it.
inline constexpr std::string_view kNoLanguage = "zxx";

// "ar-EG", "AR", "ara", "arb_Arab" → "ar". A code that is not in the table stays, in lower case and
// without script and region; "" where `code` is no language code at all.
std::string NormaliseLanguage(std::string_view code);

// The label that the language head gives to text in `code`: as NormaliseLanguage, with the
// varieties of Arabic folded into "ar", Dari into "fa", Bokmal into "no" and Filipino into "tl".
// Arabic in Latin letters (FLORES: arb_Latn) is "ar-Latn", so that a recipe can leave it out.
std::string LanguageLabel(std::string_view code);

}  // namespace tasnif

#endif  // TASNIF_LABELS_LANGUAGE_CODES_H_
