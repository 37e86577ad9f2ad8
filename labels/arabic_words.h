// labels/arabic_words.h
//
// The little Arabic morphology that finding names needs: what is written together with a word in
// front of it, and the adjectives that are made from a country's name.
//
//   ReadArabicWord("وللولايات")  → وللولايات | ل+للولايات … | ال+ولايات (from و + لل)
//   NisbaOf("روسيا") == "روسي"; NisbaForms("روسي") → روسي، روسية، روسيين, …
//
// Threads: pure functions. Source: any grammar of Arabic, on proclitics and the nisba.
#ifndef TASNIF_LABELS_ARABIC_WORDS_H_
#define TASNIF_LABELS_ARABIC_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

namespace tasnif {

struct ArabicReading {
  std::string_view stem;     // Points into the word.
  bool has_article = false;  // ال stood before the stem, also as لل.
};
using ArabicReadings = std::vector<ArabicReading>;

// Every way to read a normalised word as [و|ف] [ب|ل|ك] [ال] + stem of at least two letters; the
// word itself comes first. A word in another script has only that one.
void ReadArabicWord(std::string_view word, ArabicReadings* readings);

// The word without a leading ال, where at least two letters are left.
std::string_view WithoutArticle(std::string_view word);

// True for text that begins with ال written without hamza: the article, unlike in "ألمانيا".
bool BeginsWithArticle(std::string_view text);

// The text without harakat and tatweel: "عُمان" → "عمان".
std::string WithoutArabicMarks(std::string_view text);

// Masculine singular adjective of a country's one-word name, as usually spelled; "" where there is
// no rule for it.
std::string NisbaOf(std::string_view name);

// The adjective in every gender, number and case. Of several words those in ي are inflected
// together: "كوري جنوبي" → "كورية جنوبية".
std::vector<std::string> NisbaForms(std::string_view adjective);

}  // namespace tasnif

#endif  // TASNIF_LABELS_ARABIC_WORDS_H_
