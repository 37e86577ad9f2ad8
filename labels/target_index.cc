#include "labels/target_index.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "labels/arabic_words.h"
#include "labels/letter_case.h"
#include "text/byte_range.h"

namespace tasnif {
namespace {

constexpr size_t kMaxLanguages = 60;
// "US" is a country and "us" is not; a longer name in capitals is only loud.
constexpr size_t kMaxAbbreviationBytes = 4;

// The names of these count everywhere: Arabic ones in all its varieties, English ones because
// articles in other languages quote them.
constexpr std::string_view kEverywhere[] = {"ar", "en"};

PhraseRules RulesOf(const TargetAlias& alias, const Tokens& tokens) {
  const Token& first = tokens[0];
  const std::string_view original = Slice(alias.text, {first.begin_byte, first.end_byte});
  const std::string_view folded = tokens.word(0);
  PhraseRules rules;
  rules.is_arabic = IsArabicScript(folded) && (alias.language.empty() || alias.language == "ar");
  rules.with_article = rules.is_arabic && alias.needs_article && BeginsWithArticle(original);
  rules.without_article = rules.is_arabic && alias.needs_article && !rules.with_article;
  const bool is_abbreviation =
      tokens.size() == 1 && folded.size() >= 2 && folded.size() <= kMaxAbbreviationBytes;
  rules.all_capitals = is_abbreviation && IsAllCapitals(original, folded);
  rules.capital = !rules.all_capitals && alias.needs_capital && StartsWithCapital(original, folded);
  rules.is_weak = alias.is_weak;
  rules.is_surname = alias.is_surname;
  rules.is_given_name = alias.is_given_name;
  rules.is_name = alias.is_name;
  return rules;
}

}  // namespace

std::string_view PrimaryLanguage(std::string_view language) {
  return language.substr(0, language.find_first_of("-_"));
}

std::string WithPlainApostrophes(std::string_view word) {
  constexpr std::string_view kCurly = "’";
  std::string plain;
  while (!word.empty()) {
    const size_t curly = std::min(word.find(kCurly), word.size());
    plain += word.substr(0, curly);
    word.remove_prefix(curly);
    if (word.empty()) break;
    plain += '\'';
    word.remove_prefix(kCurly.size());
  }
  return plain;
}

bool IsArabicScript(std::string_view word) {
  for (unsigned char byte : word) {
    if (byte >= 0xD8 && byte <= 0xDB) return true;  // Lead bytes of U+0600 to U+06FF.
  }
  return false;
}

absl::StatusOr<TargetIndex> TargetIndex::Build(const std::vector<TargetEntry>& entries,
                                               Tokenizer* tokenizer) {
  TargetIndex index;
  for (uint32_t number = 0; number < entries.size(); ++number) {
    TASNIF_RETURN_IF_ERROR(index.AddEntry(number, entries[number], tokenizer));
  }
  return index;
}

absl::Status TargetIndex::AddEntry(uint32_t number, const TargetEntry& entry,
                                   Tokenizer* tokenizer) {
  for (const TargetAlias& alias : entry.aliases) {
    absl::Status status = AddAlias(number, alias, tokenizer);
    if (!status.ok()) return Annotate(status, absl::StrCat("target '", entry.name, "'"));
  }
  return absl::OkStatus();
}

absl::Status TargetIndex::AddAlias(uint32_t number, const TargetAlias& alias,
                                   Tokenizer* tokenizer) {
  Tokens tokens;
  tokenizer->Tokenize(alias.text, &tokens);
  if (tokens.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", alias.text, "' holds no word; a name needs at least one letter or digit"));
  }
  TargetPhrase phrase;
  phrase.entry = number;
  phrase.rules = RulesOf(alias, tokens);
  TASNIF_ASSIGN_OR_RETURN(phrase.languages, BitOf(alias.language));
  const bool is_arabic = phrase.rules.is_arabic;
  for (size_t i = 1; i < tokens.size(); ++i) {
    const std::string_view word = tokens.word(i);
    phrase.rest.push_back(WithPlainApostrophes(is_arabic ? WithoutArticle(word) : word));
  }
  const bool is_stripped =
      is_arabic && !phrase.rules.without_article && BeginsWithArticle(alias.text);
  const std::string_view first = tokens.word(0);
  Insert(WithPlainApostrophes(is_stripped ? WithoutArticle(first) : first), std::move(phrase));
  return absl::OkStatus();
}

// The same name in many languages is one phrase.
void TargetIndex::Insert(const std::string& first, TargetPhrase phrase) {
  prefixes_[PrefixBit(first)] = true;
  std::vector<TargetPhrase>& bucket = phrases_[first];
  for (TargetPhrase& known : bucket) {
    if (known.entry == phrase.entry && known.rules == phrase.rules && known.rest == phrase.rest) {
      known.languages |= phrase.languages;
      return;
    }
  }
  bucket.push_back(std::move(phrase));
}

absl::StatusOr<uint64_t> TargetIndex::BitOf(const std::string& language) {
  if (language.empty()) return ~uint64_t{0};
  const auto found = language_bits_.find(language);
  if (found != language_bits_.end()) return found->second;
  if (language_bits_.size() == kMaxLanguages) {
    return absl::InvalidArgumentError(absl::StrCat("names in '", language,
                                                   "' would be in more than ", kMaxLanguages,
                                                   " languages; leave their language empty"));
  }
  const uint64_t bit = uint64_t{1} << language_bits_.size();
  language_bits_[language] = bit;
  return bit;
}

size_t TargetIndex::PrefixBit(std::string_view word) {
  uint64_t bytes = 0;
  std::memcpy(&bytes, word.data(), std::min<size_t>(word.size(), 6));
  return (bytes * 0x9E3779B97F4A7C15u) >> 48;
}

absl::Span<const TargetPhrase> TargetIndex::StartingWith(std::string_view word) const {
  if (!prefixes_[PrefixBit(word)]) return {};
  const auto found = phrases_.find(absl::string_view(word.data(), word.size()));
  if (found == phrases_.end()) return {};
  return found->second;
}

std::optional<uint32_t> TargetIndex::EntryNamed(const Tokens& name) const {
  if (name.empty()) return std::nullopt;
  const std::string first = WithPlainApostrophes(name.word(0));
  for (std::string_view stem : {std::string_view(first), WithoutArticle(first)}) {
    for (const TargetPhrase& phrase : StartingWith(stem)) {
      bool is_same = phrase.rules.is_name && phrase.rest.size() + 1 == name.size();
      for (size_t i = 0; is_same && i < phrase.rest.size(); ++i) {
        const std::string word = WithPlainApostrophes(name.word(i + 1));
        is_same = phrase.rest[i] == (phrase.rules.is_arabic ? WithoutArticle(word) : word);
      }
      if (is_same) return phrase.entry;
    }
  }
  return std::nullopt;
}

uint64_t TargetIndex::LanguageMask(std::string_view language) const {
  // Names without a language have every bit, so that this one reaches them.
  uint64_t mask = uint64_t{1} << 63;
  const auto add = [&](std::string_view code) {
    const auto found = language_bits_.find(absl::string_view(code.data(), code.size()));
    if (found != language_bits_.end()) mask |= found->second;
  };
  for (std::string_view everywhere : kEverywhere) add(everywhere);
  add(PrimaryLanguage(language));
  return mask;
}

}  // namespace tasnif
