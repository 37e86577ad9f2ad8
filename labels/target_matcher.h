// labels/target_matcher.h
//
// Finds the names of any set of targets in the tokens of an article. Names are normalised and
// tokenised by the code that reads the article; the longest name wins.
//
//   TASNIF_ASSIGN_OR_RETURN(auto matcher, TargetMatcher::Create({MakeTargetEntry(target)}));
//   for (const TargetMentions& found : matcher->Find(text)) ...
//
// Arabic: what is written together with the first word (و ف ب ل ك and ال, in every combination) is
// passed over, ال also before the following words. Latin, Greek, Cyrillic: "Russia's", "l'Iran" and
// "Rusya'nın" are mentions.
//
// Threads: immutable. Cost: one to six hash look-ups per token, no allocation but for the result.
#ifndef TASNIF_LABELS_TARGET_MATCHER_H_
#define TASNIF_LABELS_TARGET_MATCHER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "labels/article_text.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// Token numbers [first, last) of ArticleText::tokens that name a target.
struct Mention {
  uint32_t first_token = 0;
  uint32_t last_token = 0;
  friend bool operator==(const Mention&, const Mention&) = default;
};

struct TargetMentions {
  std::string name;               // As it should stand in the answer.
  std::string source;             // `request`, `country` or `list`.
  std::string english_name;       // Of a country; else empty.
  std::string key;                // NameKey of `name`; empty for a country.
  std::vector<Mention> mentions;  // In order; may be empty for a target from the request.
};

// One way to write a target.
struct TargetAlias {
  std::string text;
  std::string language = {};   // BCP 47 primary code of the articles it counts in; empty: all.
  bool is_name = false;        // A name proper, by which a request may ask for the target.
  bool needs_capital = false;  // Where the script has capitals: "Turkey", not "turkey".
  bool needs_article = false;  // Arabic: with ال exactly where `text` has it.
  bool is_weak = false;        // Counts only beside another mention of the target.
  bool is_surname = false;     // Not behind a capitalised word: "Smith", not "Will Smith".
  bool is_given_name = false;  // Not before one: "Jordan", not "Jordan Smith".
};

struct TargetEntry {
  std::string name;    // Empty: a phrase that hides shorter ones and is no target itself.
  std::string source;  // See TargetMentions.
  std::string key;     // See TargetMentions.
  // Names by language, for the answer; `name` where the article's language is not among them.
  std::vector<std::pair<std::string, std::string>> names;
  std::vector<TargetAlias> aliases;  // Those of `name` and `names` must be listed, too.
};

class TargetMatcher {
 public:
  // INVALID_ARGUMENT: an alias without a word in it, named; more than 60 languages.
  static absl::StatusOr<std::unique_ptr<const TargetMatcher>> Create(
      std::vector<TargetEntry> entries, Tokenizer* tokenizer);
  ~TargetMatcher();

  // Mentions in the body (not in boilerplate or the related article), one item per entry that
  // occurs, most mentioned first, then by first place. Aliases in Arabic, English, the article's
  // language and those of no language count.
  std::vector<TargetMentions> Find(const ArticleText& text) const;

  // The same by entry: one item for each entry, in the order given to Create.
  std::vector<TargetMentions> FindAll(const ArticleText& text) const;

  // Number of the entry that has `name`, tokenised, among its names proper (TargetAlias::is_name),
  // in any language.
  std::optional<size_t> EntryNamed(const Tokens& name) const;

 private:
  struct Index;
  explicit TargetMatcher(std::unique_ptr<const Index> index);

  const std::unique_ptr<const Index> index_;
};

// The words of a name, normalised, joined by blanks: names are the same where their keys are.
std::string NameKey(std::string_view name, Tokenizer* tokenizer);

// The entry of a requested target: its name and aliases, and for a person's name of two to four
// words the last one alone.
TargetEntry MakeTargetEntry(const v1::Target& target);

}  // namespace tasnif

#endif  // TASNIF_LABELS_TARGET_MATCHER_H_
