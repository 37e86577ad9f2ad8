#include "labels/arabic_words.h"

#include <algorithm>
#include <cstdint>

#include "text/arabic_fold.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

constexpr size_t kLetter = 2;  // Bytes of an Arabic letter in UTF-8.
constexpr size_t kShortestStem = 2 * kLetter;
constexpr std::string_view kArticle = "ال";

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}
bool EndsWith(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

// Cuts `prefix` off where a stem is left behind it.
bool Cut(std::string_view prefix, std::string_view* word) {
  if (!StartsWith(*word, prefix) || word->size() < prefix.size() + kShortestStem) return false;
  word->remove_prefix(prefix.size());
  return true;
}

// Arabic letters are two bytes; comparing them as a number spares a string comparison for each of
// many words.
constexpr uint16_t Letter(std::string_view text, size_t at = 0) {
  if (text.size() < at + kLetter) return 0;
  return static_cast<uint16_t>(static_cast<unsigned char>(text[at]) << 8 |
                               static_cast<unsigned char>(text[at + 1]));
}
constexpr uint16_t kAlef = Letter("ا");
constexpr uint16_t kLam = Letter("ل");
constexpr uint16_t kWaw = Letter("و");
constexpr uint16_t kFa = Letter("ف");
constexpr uint16_t kBa = Letter("ب");
constexpr uint16_t kKaf = Letter("ك");

// `word` without its first `letters` letters, or "" where no stem would be left.
std::string_view Behind(std::string_view word, size_t letters) {
  const size_t bytes = letters * kLetter;
  return word.size() < bytes + kShortestStem ? std::string_view() : word.substr(bytes);
}

void Add(std::string_view stem, bool has_article, ArabicReadings* readings) {
  if (!stem.empty()) readings->push_back({stem, has_article});
}

void ReadArticle(std::string_view word, ArabicReadings* readings) {
  if (word.empty()) return;
  Add(word, false, readings);
  if (Letter(word) == kAlef && Letter(word, kLetter) == kLam) Add(Behind(word, 2), true, readings);
}

void ReadPreposition(std::string_view word, ArabicReadings* readings) {
  if (word.empty()) return;
  ReadArticle(word, readings);
  const uint16_t first = Letter(word);
  if (first != kLam && first != kBa && first != kKaf) return;
  ReadArticle(Behind(word, 1), readings);
  if (first == kLam && Letter(word, kLetter) == kLam) Add(Behind(word, 2), true, readings);
}

}  // namespace

void ReadArabicWord(std::string_view word, ArabicReadings* readings) {
  readings->clear();
  ReadPreposition(word, readings);
  const uint16_t first = Letter(word);
  if (first == kWaw || first == kFa) ReadPreposition(Behind(word, 1), readings);
}

std::string_view WithoutArticle(std::string_view word) {
  Cut(kArticle, &word);
  return word;
}

bool BeginsWithArticle(std::string_view text) { return Cut(kArticle, &text); }

std::string WithoutArabicMarks(std::string_view text) {
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    const char32_t letter = NextCodePoint(text, &at);
    if (letter != kTatweel && !IsArabicMark(letter)) AppendUtf8(letter, &plain);
  }
  return plain;
}

std::string NisbaOf(std::string_view name) {
  Cut(kArticle, &name);
  if (name.find(' ') != std::string_view::npos || EndsWith(name, "و")) return "";
  if (EndsWith(name, "ي")) return std::string(name);
  for (std::string_view ending : {"يا", "ية"}) {
    if (EndsWith(name, ending)) return std::string(name.substr(0, name.size() - kLetter));
  }
  for (std::string_view ending : {"ا", "ة"}) {
    if (EndsWith(name, ending)) return std::string(name.substr(0, name.size() - kLetter)) + "ي";
  }
  return std::string(name) + "ي";
}

std::vector<std::string> NisbaForms(std::string_view adjective) {
  std::vector<std::string> forms;
  for (std::string_view ending : {"", "ة", "ا", "ين", "ون", "ات", "ان", "تين", "تان"}) {
    std::string form;
    for (size_t begin = 0; begin <= adjective.size();) {
      const size_t end = std::min(adjective.find(' ', begin), adjective.size());
      const std::string_view word = adjective.substr(begin, end - begin);
      if (!form.empty()) form += ' ';
      form += word;
      if (EndsWith(word, "ي")) form += ending;
      begin = end + 1;
    }
    forms.push_back(std::move(form));
  }
  return forms;
}

}  // namespace tasnif
