#include "labels/target_matcher.h"

#include <algorithm>

#include "base/status.h"
#include "labels/arabic_words.h"
#include "labels/letter_case.h"
#include "labels/target_index.h"

namespace tasnif {
namespace {

// Varieties of Arabic that carry a language code of their own.
constexpr std::string_view kArabicVarieties[] = {"arz", "apc", "apd", "ary", "aeb", "acm",
                                                 "acq", "ajp", "ars", "afb", "arb"};

// Capitalised words that may stand before a surname or open a sentence without being a first name.
constexpr std::string_view kNoFirstNames[] = {
    "mr",      "mrs",   "ms",    "dr",      "sir",      "president", "minister", "chancellor",
    "senator", "sen",   "rep",   "gov",     "governor", "secretary", "judge",    "justice",
    "prince",  "king",  "queen", "pope",    "general",  "gen",       "director", "chairman",
    "in",      "from",  "to",    "of",      "and",      "with",      "by",       "for",
    "the",     "but",   "as",    "while",   "when",     "if",        "both",     "at",
    "on",      "after", "since", "because", "although", "meanwhile", "today",    "then"};

bool IsOneOf(absl::Span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// One way to read the first word of a name in the text.
struct Reading {
  std::string_view stem;
  std::string_view original;  // As it stands in the text, for capitals.
  bool has_article = false;
  bool has_clitic = false;
};

// Finds every mention in one article.
class Scan {
 public:
  Scan(const TargetIndex& index, const std::vector<TargetEntry>& entries, const ArticleText& text)
      : index_(index),
        entries_(entries),
        text_(text),
        languages_(index.LanguageMask(text.language)),
        found_(entries.size()) {}

  // By entry; those with weak mentions only are empty.
  std::vector<std::vector<Mention>> Run() {
    for (size_t i = 0; i < text_.tokens.size();) i += IsBody(i) ? ScanAt(i) : 1;
    std::vector<std::vector<Mention>> mentions(found_.size());
    for (size_t entry = 0; entry < found_.size(); ++entry) {
      if (found_[entry].has_strong) mentions[entry] = std::move(found_[entry].mentions);
    }
    return mentions;
  }

 private:
  struct Found {
    std::vector<Mention> mentions;
    bool has_strong = false;
  };

  bool IsBody(size_t i) const {
    return i < text_.tokens.size() && text_.token_kinds[i] == SegmentKind::kBody;
  }

  std::string_view Original(size_t i) const {
    return Slice(text_.text, {text_.tokens[i].begin_byte, text_.tokens[i].end_byte});
  }

  // Records the longest names that begin at token i; returns how many tokens to go on.
  size_t ScanAt(size_t i) {
    matches_.clear();
    longest_ = 0;
    ReadWord(i);
    for (const Reading& reading : readings_) {
      for (const TargetPhrase& phrase : index_.StartingWith(reading.stem)) {
        if (Matches(phrase, reading, i)) Keep(phrase);
      }
    }
    for (const TargetPhrase* phrase : matches_) Record(*phrase, i);
    return std::max<size_t>(longest_, 1);
  }

  void ReadWord(size_t i) {
    readings_.clear();
    const std::string_view word = text_.tokens.word(i);
    if (IsArabicScript(word)) return ReadArabic(word);
    readings_.push_back({word, Original(i)});
    if (word.find('\'') != word.npos || word.find("’") != word.npos) ReadParts(i);
  }

  void ReadArabic(std::string_view word) {
    ReadArabicWord(word, &arabic_);
    for (const ArabicReading& reading : arabic_) {
      readings_.push_back(
          {reading.stem, word, reading.has_article, reading.stem.size() != word.size()});
    }
  }

  // "russia's" → russia; "l'iran" → iran; "d'ivoire" also as it stands.
  void ReadParts(size_t i) {
    plain_word_ = WithPlainApostrophes(text_.tokens.word(i));
    plain_original_ = WithPlainApostrophes(Original(i));
    const std::string_view word = plain_word_;
    const std::string_view original = plain_original_;
    readings_[0] = {word, original};
    const size_t cut = word.find('\'');
    const size_t original_cut = std::min(original.find('\''), original.size() - 1);
    readings_.push_back({word.substr(0, cut), original.substr(0, original_cut)});
    readings_.push_back({word.substr(cut + 1), original.substr(original_cut + 1)});
  }

  bool Matches(const TargetPhrase& phrase, const Reading& reading, size_t i) const {
    const PhraseRules& rules = phrase.rules;
    if ((phrase.languages & languages_) == 0) return false;
    if (reading.has_clitic && !rules.is_arabic) return false;
    if (rules.with_article && !reading.has_article) return false;
    if (rules.without_article && reading.has_article) return false;
    if (rules.capital && !StartsWithCapital(reading.original, reading.stem)) return false;
    if (rules.all_capitals && !IsAllCapitals(reading.original, reading.stem)) return false;
    if (rules.is_surname && FirstNameBefore(i)) return false;
    if (rules.is_given_name && CapitalBehind(i + phrase.rest.size())) return false;
    return RestMatches(phrase, i);
  }

  bool RestMatches(const TargetPhrase& phrase, size_t i) const {
    for (size_t k = 0; k < phrase.rest.size(); ++k) {
      const size_t at = i + 1 + k;
      if (!IsBody(at) || !WordMatches(text_.tokens.word(at), phrase.rest[k], phrase.rules)) {
        return false;
      }
    }
    return true;
  }

  static bool WordMatches(std::string_view word, std::string_view wanted,
                          const PhraseRules& rules) {
    if (rules.is_arabic) return WithoutArticle(word) == wanted;
    if (word == wanted) return true;
    const std::string plain = WithPlainApostrophes(word);
    return plain == wanted || std::string_view(plain).substr(0, plain.find('\'')) == wanted;
  }

  // Token i is capitalised and one blank away from the token after `before`.
  bool IsCapitalNeighbour(size_t before, size_t i) const {
    return IsBody(before) && IsBody(before + 1) &&
           text_.tokens[before + 1].begin_byte == text_.tokens[before].end_byte + 1 &&
           text_.text[text_.tokens[before].end_byte] == ' ' &&
           StartsWithCapital(Original(i), text_.tokens.word(i));
  }
  bool FirstNameBefore(size_t i) const {
    return i > 0 && IsCapitalNeighbour(i - 1, i - 1) &&
           !IsOneOf(kNoFirstNames, text_.tokens.word(i - 1));
  }
  bool CapitalBehind(size_t last) const { return IsCapitalNeighbour(last, last + 1); }

  void Keep(const TargetPhrase& phrase) {
    const size_t size = phrase.rest.size() + 1;
    if (size < longest_) return;
    if (size > longest_) matches_.clear();
    longest_ = size;
    matches_.push_back(&phrase);
  }

  void Record(const TargetPhrase& phrase, size_t i) {
    if (entries_[phrase.entry].name.empty()) return;
    Found& found = found_[phrase.entry];
    found.has_strong |= !phrase.rules.is_weak;
    const Mention mention = {static_cast<uint32_t>(i), static_cast<uint32_t>(i + longest_)};
    if (found.mentions.empty() || found.mentions.back() != mention) {
      found.mentions.push_back(mention);
    }
  }

  const TargetIndex& index_;
  const std::vector<TargetEntry>& entries_;
  const ArticleText& text_;
  const uint64_t languages_;
  std::vector<Found> found_;
  // Of the token at hand.
  ArabicReadings arabic_;
  std::vector<Reading> readings_;
  std::string plain_word_;
  std::string plain_original_;
  std::vector<const TargetPhrase*> matches_;
  size_t longest_ = 0;
};

const std::string* NameIn(const TargetEntry& entry, std::string_view language) {
  for (const auto& [code, name] : entry.names) {
    if (code == language) return &name;
  }
  return nullptr;
}

const std::string& AnswerName(const TargetEntry& entry, std::string_view language) {
  std::string_view primary = PrimaryLanguage(language);
  if (IsOneOf(kArabicVarieties, primary)) primary = "ar";
  const std::string* name = NameIn(entry, primary);
  return name != nullptr ? *name : entry.name;
}

TargetMentions Answer(const TargetEntry& entry, std::string_view language,
                      std::vector<Mention> mentions) {
  TargetMentions answer;
  answer.name = AnswerName(entry, language);
  answer.source = entry.source;
  answer.key = entry.key;
  if (const std::string* english = NameIn(entry, "en")) answer.english_name = *english;
  answer.mentions = std::move(mentions);
  return answer;
}

bool IsMentionedMore(const TargetMentions& a, const TargetMentions& b) {
  if (a.mentions.size() != b.mentions.size()) return a.mentions.size() > b.mentions.size();
  return a.mentions[0].first_token < b.mentions[0].first_token;
}

// The last word of a name whose two to four words all begin with a capital, or "". For Arabic, of
// exactly two words without ال: "فلاديمير بوتين", not "الحكومة السودانية".
std::string_view SurnameOf(std::string_view name) {
  const size_t last_blank = name.rfind(' ');
  if (last_blank == name.npos) return "";
  const size_t words = static_cast<size_t>(std::count(name.begin(), name.end(), ' ')) + 1;
  const std::string_view last = name.substr(last_blank + 1);
  if (IsArabicScript(name)) {
    const bool is_plain = !BeginsWithArticle(name) && !BeginsWithArticle(last);
    return words == 2 && is_plain ? last : "";
  }
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  for (size_t i = 0; i < name.size(); ++i) {
    if ((i == 0 || name[i - 1] == ' ') && !is_capital(name[i])) return "";
  }
  return words <= 4 ? last : "";
}

}  // namespace

struct TargetMatcher::Index {
  std::vector<TargetEntry> entries;
  TargetIndex index;
};

TargetMatcher::TargetMatcher(std::unique_ptr<const Index> index) : index_(std::move(index)) {}
TargetMatcher::~TargetMatcher() = default;

absl::StatusOr<std::unique_ptr<const TargetMatcher>> TargetMatcher::Create(
    std::vector<TargetEntry> entries, Tokenizer* tokenizer) {
  TASNIF_ASSIGN_OR_RETURN(TargetIndex built, TargetIndex::Build(entries, tokenizer));
  for (TargetEntry& entry : entries) entry.aliases = {};  // The index has them now.
  auto index = std::make_unique<Index>(Index{std::move(entries), std::move(built)});
  return std::unique_ptr<const TargetMatcher>(new TargetMatcher(std::move(index)));
}

std::vector<TargetMentions> TargetMatcher::FindAll(const ArticleText& text) const {
  const std::vector<TargetEntry>& entries = index_->entries;
  std::vector<std::vector<Mention>> mentions = Scan(index_->index, entries, text).Run();
  std::vector<TargetMentions> all;
  all.reserve(entries.size());
  for (size_t i = 0; i < entries.size(); ++i) {
    all.push_back(Answer(entries[i], text.language, std::move(mentions[i])));
  }
  return all;
}

std::optional<size_t> TargetMatcher::EntryNamed(const Tokens& name) const {
  return index_->index.EntryNamed(name);
}

std::vector<TargetMentions> TargetMatcher::Find(const ArticleText& text) const {
  const std::vector<TargetEntry>& entries = index_->entries;
  std::vector<std::vector<Mention>> mentions = Scan(index_->index, entries, text).Run();
  std::vector<TargetMentions> found;
  for (size_t i = 0; i < entries.size(); ++i) {
    if (mentions[i].empty()) continue;
    found.push_back(Answer(entries[i], text.language, std::move(mentions[i])));
  }
  std::stable_sort(found.begin(), found.end(), IsMentionedMore);
  return found;
}

std::string NameKey(std::string_view name, Tokenizer* tokenizer) {
  Tokens tokens;
  tokenizer->Tokenize(name, &tokens);
  std::string key;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (i > 0) key += ' ';
    key += tokens.word(i);
  }
  return key;
}

TargetEntry MakeTargetEntry(const v1::Target& target) {
  TargetEntry entry;
  entry.name = target.name();
  entry.source = "request";
  entry.aliases.push_back({.text = target.name()});
  for (const std::string& alias : target.aliases()) entry.aliases.push_back({.text = alias});
  const std::string_view surname = SurnameOf(target.name());
  if (surname.size() > 3) {
    const bool is_arabic = IsArabicScript(surname);
    entry.aliases.push_back({.text = std::string(surname),
                             .needs_capital = true,
                             .is_weak = is_arabic,
                             .is_surname = !is_arabic});
  }
  return entry;
}

}  // namespace tasnif
