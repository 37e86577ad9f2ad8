#include "text/script.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "text/stop_words.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

constexpr size_t kWindow = 1 << 16;

using ScriptCounts = std::vector<std::pair<UScriptCode, size_t>>;

void Count(UScriptCode script, ScriptCounts* counts) {
  for (auto& [code, count] : *counts) {
    if (code == script) {
      ++count;
      return;
    }
  }
  counts->push_back({script, 1});
}

size_t CountOf(UScriptCode script, const ScriptCounts& counts) {
  for (const auto& [code, count] : counts) {
    if (code == script) return count;
  }
  return 0;
}

ScriptCounts CountScripts(std::string_view text) {
  ScriptCounts counts;
  for (size_t position = 0; position < text.size();) {
    const auto c = static_cast<UChar32>(NextCodePoint(text, &position));
    if (!u_isalpha(c)) continue;
    UErrorCode error = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(c, &error);
    if (U_SUCCESS(error) && script > USCRIPT_INHERITED) Count(script, &counts);
  }
  return counts;
}

std::string ScriptOf(const ScriptCounts& counts) {
  const size_t kana = CountOf(USCRIPT_HIRAGANA, counts) + CountOf(USCRIPT_KATAKANA, counts);
  const size_t han = CountOf(USCRIPT_HAN, counts);
  size_t best_count = kana + han;
  // Japanese prose is more than a quarter kana; Chinese prose quotes at most a few.
  std::string best = best_count == 0 ? "Zyyy" : kana * 10 > han ? "Jpan" : "Hans";
  for (const auto& [script, count] : counts) {
    if (script == USCRIPT_HAN || count <= best_count) continue;
    best_count = count;
    best = uscript_getShortName(script);
  }
  return best;
}

struct LetterShares {
  double first = 0;
  double second = 0;
};

// Shares of the letters of two sets among all letters beyond ASCII.
LetterShares SharesOf(std::string_view text, std::u32string_view first,
                      std::u32string_view second) {
  size_t all = 0, in_first = 0, in_second = 0;
  for (size_t position = 0; position < text.size();) {
    const char32_t c = NextCodePoint(text, &position);
    if (c < 0x80 || !u_isalpha(static_cast<UChar32>(c))) continue;
    ++all;
    if (first.find(c) != std::u32string_view::npos) ++in_first;
    if (second.find(c) != std::u32string_view::npos) ++in_second;
  }
  if (all == 0) return {};
  return {static_cast<double>(in_first) / static_cast<double>(all),
          static_cast<double>(in_second) / static_cast<double>(all)};
}

// A few Persian letters in a name or a mistyped keyword do not make a text Persian.
std::string ArabicScriptLanguage(std::string_view text) {
  const LetterShares shares = SharesOf(text, U"پچژگکی", U"ٹڈڑںےہھ");
  if (shares.second > 0.02) return "ur";
  return shares.first > 0.03 ? "fa" : "ar";
}

std::string CyrillicLanguage(std::string_view text) {
  return SharesOf(text, U"іїєґІЇЄҐ", U"").first > 0.02 ? "uk" : "ru";
}

std::string NextLatinWord(std::string_view text, size_t* position) {
  std::string word;
  while (*position < text.size()) {
    const auto c = static_cast<UChar32>(NextCodePoint(text, position));
    if (u_isalpha(c)) {
      AppendUtf8(static_cast<char32_t>(u_tolower(c)), &word);
    } else if (!word.empty()) {
      break;
    }
  }
  return word;
}

std::string LatinLanguage(std::string_view text) {
  std::array<size_t, std::size(kStopWords)> votes{};
  size_t words = 0;
  for (size_t position = 0; position < text.size();) {
    const std::string word = NextLatinWord(text, &position);
    if (word.empty()) continue;
    ++words;
    for (size_t i = 0; i < votes.size(); ++i) votes[i] += IsStopWord(kStopWords[i], word) ? 1 : 0;
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
  return ScriptOf(CountScripts(text.substr(0, kWindow)));
}

std::string GuessLanguage(std::string_view text) {
  text = text.substr(0, kWindow);
  const std::string script = DominantScript(text);
  if (script == "Arab") return ArabicScriptLanguage(text);
  if (script == "Cyrl") return CyrillicLanguage(text);
  if (script == "Latn") return LatinLanguage(text);
  return LanguageOf(script);
}

}  // namespace tasnif
