#include "bench/texts.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/hash_mix.h"
#include "base/line_reader.h"
#include "base/status.h"
#include "labels/json_lines.h"

namespace tasnif {
namespace {

constexpr size_t kVocabulary = 30000;

absl::StatusOr<BenchText> ParseLine(const std::string& line) {
  BenchText text;
  if (line[0] != '{') {
    text.text = line;
    return text;
  }
  TASNIF_ASSIGN_OR_RETURN(const LabelledArticle parsed, ParseArticle(line));
  text.text = parsed.article.text();
  text.language = parsed.article.language();
  const auto topic = parsed.labels.find("topic");
  if (topic != parsed.labels.end()) text.label = topic->second;
  return text;
}

bool IsBlank(const std::string& text) { return absl::StripAsciiWhitespace(text).empty(); }

absl::Status ReadAll(LineReader& reader, size_t max_texts, std::vector<BenchText>* texts) {
  std::string line;
  while (texts->size() < max_texts) {
    TASNIF_ASSIGN_OR_RETURN(const bool has_more, reader.Next(&line));
    if (!has_more) break;
    if (IsBlank(line)) continue;
    absl::StatusOr<BenchText> text = ParseLine(line);
    if (!text.ok()) return Annotate(text.status(), absl::StrCat("line ", reader.line_number()));
    if (!IsBlank(text->text)) texts->push_back(*std::move(text));
  }
  return absl::OkStatus();
}

uint64_t HashOf(const std::string& text) {
  const uint64_t hash = Fnv1a(text);
  return hash ^ (hash >> 29);
}

// The same numbers on every machine, unlike the distributions of the standard library.
class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed * 2 + 1) {}

  uint32_t Below(uint32_t n) { return static_cast<uint32_t>((Next() * n) >> 32); }

  // A rank by Zipf's law with exponent 1, as the inverse of its continuous form.
  size_t Rank() {
    const double share = static_cast<double>(Next()) / 4294967296.0;
    const size_t rank = static_cast<size_t>(std::pow(static_cast<double>(kVocabulary), share));
    return std::min(rank, kVocabulary) - 1;
  }

 private:
  uint64_t Next() {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return state_ >> 32;
  }

  uint64_t state_;
};

constexpr const char* kArabicLetters[] = {"ا", "ل", "ي", "م", "ن", "ر", "و", "ت", "ب",
                                          "ة", "ع", "د", "س", "ف", "ه", "ك", "ق", "ح",
                                          "ج", "ش", "ص", "ط", "خ", "أ", "ض", "ز", "ى"};
constexpr const char* kLatinLetters[] = {"e", "t", "a", "o", "i", "n", "s", "r", "h", "l", "d", "c",
                                         "u", "m", "f", "p", "g", "w", "y", "b", "v", "k", "é"};

template <size_t N>
std::string MadeWord(const char* const (&letters)[N], Dice& dice) {
  std::string word;
  for (uint32_t length = 2 + dice.Below(4) + dice.Below(4); length > 0; --length) {
    word += letters[std::min(dice.Below(N), dice.Below(N))];  // Earlier letters are frequent.
  }
  return word;
}

std::vector<std::string> MadeWords(bool is_arabic) {
  Dice dice(is_arabic ? 1 : 2);
  std::vector<std::string> words;
  for (size_t i = 0; i < kVocabulary; ++i) {
    words.push_back(is_arabic ? MadeWord(kArabicLetters, dice) : MadeWord(kLatinLetters, dice));
  }
  return words;
}

// Half of the words come from the label's own stretch of the vocabulary.
std::string MadeText(const std::vector<std::string>& words, size_t label, Dice& dice) {
  std::string text;
  for (uint32_t count = 100 + dice.Below(800); count > 0; --count) {
    const size_t shift = dice.Below(2) == 0 ? 97 * (label + 1) : 0;
    text += words[(dice.Rank() + shift) % kVocabulary];
    text += dice.Below(12) == 0 ? ". " : " ";
  }
  return text;
}

}  // namespace

absl::StatusOr<std::vector<BenchText>> ReadTexts(const std::string& path, size_t max_texts) {
  TASNIF_ASSIGN_OR_RETURN(const auto reader, LineReader::Open(path));
  std::vector<BenchText> texts;
  TASNIF_RETURN_IF_ERROR(Annotate(ReadAll(*reader, max_texts, &texts), path));
  if (texts.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path,
                     ": no text; expected JSON lines with a field 'text', or plain text with "
                     "one article a line"));
  }
  LabelTexts(&texts);
  return texts;
}

std::vector<BenchText> GenerateTexts(size_t count) {
  const std::vector<std::string> arabic = MadeWords(true), latin = MadeWords(false);
  Dice dice(3);
  std::vector<BenchText> texts;
  for (size_t i = 0; i < count; ++i) {
    const bool is_arabic = i % 2 == 0;
    const size_t label = dice.Below(kHashLabels);
    texts.push_back({MadeText(is_arabic ? arabic : latin, label, dice), is_arabic ? "ar" : "en",
                     absl::StrCat("label-", label)});
  }
  return texts;
}

void LabelTexts(std::vector<BenchText>* texts) {
  const bool all_labelled = std::none_of(texts->begin(), texts->end(),
                                         [](const BenchText& text) { return text.label.empty(); });
  if (all_labelled) return;
  for (BenchText& text : *texts) {
    text.label = absl::StrCat("label-", HashOf(text.text) % kHashLabels);
  }
}

}  // namespace tasnif
