#include "text/script.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <bit>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "text/letter_scripts.h"
#include "text/stop_words.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

constexpr size_t kWindow = 1 << 16;

std::string ScriptOf(std::string_view text, const LetterCounts& counts) {
  const auto of_script = counts.ByScript();
  const size_t kana = of_script[USCRIPT_HIRAGANA] + of_script[USCRIPT_KATAKANA];
  const size_t han = of_script[USCRIPT_HAN];
  size_t best_count = kana + han;
  size_t ties = 0;
  std::array<bool, 256> is_best{};
  for (size_t i = USCRIPT_INHERITED + 1; i < of_script.size(); ++i) {
    const size_t count = i == USCRIPT_HAN ? 0 : of_script[i];
    if (count < best_count || (count == best_count && ties == 0)) continue;
    if (count > best_count) is_best.fill(false);
    ties = count > best_count ? 1 : ties + 1;
    best_count = count;
    is_best[i] = true;
  }
  if (ties > 0) return uscript_getShortName(FirstScriptOf(text, is_best));
  // Japanese prose is more than a quarter kana; Chinese prose quotes at most a few.
  return best_count == 0 ? "Zyyy" : kana * 10 > han ? "Jpan" : "Hans";
}

double ShareOf(LetterClass letter, const LetterCounts& counts) {
  const uint32_t all = counts.BeyondAscii();
  return all == 0 ? 0 : static_cast<double>(counts.of_class[letter]) / static_cast<double>(all);
}

// A few Persian letters in a name or a mistyped keyword do not make a text Persian.
std::string ArabicScriptLanguage(const LetterCounts& counts) {
  if (ShareOf(kUrduLetter, counts) > 0.02) return "ur";
  return ShareOf(kPersianLetter, counts) > 0.03 ? "fa" : "ar";
}

std::string CyrillicLanguage(const LetterCounts& counts) {
  return ShareOf(kUkrainianLetter, counts) > 0.02 ? "uk" : "ru";
}

// Replaces `word` by the next one; empty at the end.
void NextLatinWord(std::string_view text, size_t* position, std::string* word) {
  word->clear();
  while (*position < text.size()) {
    const auto c = static_cast<UChar32>(NextCodePoint(text, position));
    if (u_isalpha(c)) {
      AppendUtf8(static_cast<char32_t>(u_tolower(c)), word);
    } else if (!word->empty()) {
      break;
    }
  }
}

// Of each stop word, a bit for each list that has it.
using StopWordLists = absl::flat_hash_map<std::string_view, uint32_t>;

StopWordLists MakeStopWordLists() {
  static_assert(std::size(kStopWords) <= 32);
  StopWordLists lists;
  for (size_t i = 0; i < std::size(kStopWords); ++i) {
    std::string_view words = kStopWords[i].words;
    for (size_t end; (end = words.find(' ', 1)) != std::string_view::npos;) {
      lists[words.substr(1, end - 1)] |= 1u << i;
      words.remove_prefix(end);
    }
  }
  return lists;
}

std::string LatinLanguage(std::string_view text) {
  static const StopWordLists* const kLists = new StopWordLists(MakeStopWordLists());
  std::array<size_t, std::size(kStopWords)> votes{};
  size_t words = 0;
  std::string word;
  size_t position = 0;
  for (NextLatinWord(text, &position, &word); !word.empty();
       NextLatinWord(text, &position, &word)) {
    ++words;
    const auto found = kLists->find(word);
    if (found == kLists->end()) continue;
    for (uint32_t left = found->second; left != 0; left &= left - 1)
      ++votes[std::countr_zero(left)];
  }
  const size_t best =
      static_cast<size_t>(std::max_element(votes.begin(), votes.end()) - votes.begin());
  const auto ties = std::count(votes.begin(), votes.end(), votes[best]);
  const bool is_clear = ties == 1 && votes[best] >= 2 && votes[best] * 12 >= words;
  return is_clear ? std::string(kStopWords[best].language) : "und";
}

struct ScriptLanguage {
  std::string_view script;
  std::string_view language;
};

// Scripts that news in mostly one language is written in.
constexpr ScriptLanguage kScriptLanguages[] = {
    {"Hans", "zh"}, {"Jpan", "ja"}, {"Hang", "ko"}, {"Hebr", "he"}, {"Deva", "hi"}, {"Ethi", "am"},
    {"Grek", "el"}, {"Thai", "th"}, {"Armn", "hy"}, {"Geor", "ka"}, {"Beng", "bn"}, {"Taml", "ta"},
    {"Telu", "te"}, {"Gujr", "gu"}, {"Guru", "pa"}, {"Khmr", "km"}, {"Laoo", "lo"}, {"Mymr", "my"},
    {"Sinh", "si"}, {"Mlym", "ml"}, {"Knda", "kn"}};

std::string LanguageOf(std::string_view script) {
  for (const ScriptLanguage& known : kScriptLanguages) {
    if (known.script == script) return std::string(known.language);
  }
  return "und";
}

}  // namespace

std::string DominantScript(std::string_view text) {
  text = text.substr(0, kWindow);
  return ScriptOf(text, CountLetters(text));
}

std::string GuessLanguage(std::string_view text) {
  text = text.substr(0, kWindow);
  const LetterCounts counts = CountLetters(text);
  const std::string script = ScriptOf(text, counts);
  if (script == "Arab") return ArabicScriptLanguage(counts);
  if (script == "Cyrl") return CyrillicLanguage(counts);
  if (script == "Latn") return LatinLanguage(text);
  return LanguageOf(script);
}

}  // namespace tasnif
