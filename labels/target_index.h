// labels/target_index.h
//
// The names of all targets by their first word, as TargetMatcher looks them up.
//
//   for (const TargetPhrase& phrase : index.StartingWith("united")) ...
//
// Threads: immutable after Build. Memory: about 100 bytes a name.
#ifndef TASNIF_LABELS_TARGET_INDEX_H_
#define TASNIF_LABELS_TARGET_INDEX_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "labels/target_matcher.h"
#include "text/tokenizer.h"

namespace tasnif {

// What must hold besides the words. Article: ال before the first word.
struct PhraseRules {
  bool is_arabic = false;  // Clitics may stand before it.
  bool with_article = false;
  bool without_article = false;
  bool capital = false;
  bool all_capitals = false;
  bool is_weak = false;
  bool is_surname = false;
  bool is_given_name = false;
  bool is_name = false;
  friend bool operator==(const PhraseRules&, const PhraseRules&) = default;
};

struct TargetPhrase {
  uint32_t entry = 0;
  uint64_t languages = 0;  // See TargetIndex::LanguageMask.
  PhraseRules rules;
  std::vector<std::string> rest;  // Words after the first; Arabic ones without ال.
};

class TargetIndex {
 public:
  // See TargetMatcher::Create.
  static absl::StatusOr<TargetIndex> Build(const std::vector<TargetEntry>& entries,
                                           Tokenizer* tokenizer);

  // word: normalised, apostrophes as ', an Arabic one without ال.
  absl::Span<const TargetPhrase> StartingWith(std::string_view word) const;

  // The entry that has `name` (tokens as an alias) among its names proper.
  std::optional<uint32_t> EntryNamed(const Tokens& name) const;

  // Bits of the languages whose names count in an article in `language`.
  uint64_t LanguageMask(std::string_view language) const;

 private:
  absl::StatusOr<uint64_t> BitOf(const std::string& language);
  absl::Status AddEntry(uint32_t number, const TargetEntry& entry, Tokenizer* tokenizer);
  absl::Status AddAlias(uint32_t number, const TargetAlias& alias, Tokenizer* tokenizer);
  void Insert(const std::string& first, TargetPhrase phrase);

  // Most words begin like no name at all: one bit for each beginning saves them the look-up.
  static constexpr size_t kPrefixBits = 1 << 16;
  static size_t PrefixBit(std::string_view word);

  std::vector<bool> prefixes_ = std::vector<bool>(kPrefixBits);
  absl::flat_hash_map<std::string, uint64_t> language_bits_;
  absl::flat_hash_map<std::string, std::vector<TargetPhrase>> phrases_;
};

// "en" of "en-GB" and "en_GB".
std::string_view PrimaryLanguage(std::string_view language);

// ’ becomes '.
std::string WithPlainApostrophes(std::string_view word);

// Any letter of the word is Arabic.
bool IsArabicScript(std::string_view word);

}  // namespace tasnif

#endif  // TASNIF_LABELS_TARGET_INDEX_H_
