// labels/target_list.h
//
// Stance targets that articles may take a side on without being asked: all countries, in every
// language that ICU's region names know, with Arabic clitics and nisba forms, and a user's list.
//
//   for (const TargetMentions& found : targets.Find(text)) ...
#ifndef TASNIF_LABELS_TARGET_LIST_H_
#define TASNIF_LABELS_TARGET_LIST_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "labels/article_text.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// Token numbers [first, last) of ArticleText::tokens that name a target.
struct Mention {
  uint32_t first_token = 0;
  uint32_t last_token = 0;
};

struct TargetMentions {
  std::string name;                // As it should stand in the answer.
  std::string source;              // `request`, `country` or `list`.
  std::vector<Mention> mentions;   // In order; may be empty for a target from the request.
};

// A phrase matcher over normalised tokens, for any set of targets. Immutable, thread-safe.
class TargetMatcher {
 public:
  struct Entry {
    std::string name;
    std::string source;
    std::vector<std::string> aliases;  // The name itself is always one.
  };
  // INVALID_ARGUMENT: a target without a word in it.
  static absl::StatusOr<std::unique_ptr<const TargetMatcher>> Create(std::vector<Entry> entries);
  ~TargetMatcher();

  // Mentions in the body (not in boilerplate or the related article), one item per entry that
  // occurs, most mentioned first, then by first place. Arabic proclitics (و ف ب ل ك ال and their
  // combinations) are skipped; the nisba endings (ي، ية، يه، يين، يون، يات) of a listed name match.
  std::vector<TargetMentions> Find(const ArticleText& text) const;

 private:
  TargetMatcher();
  struct Index;
  std::unique_ptr<const Index> index_;
};

// Countries and the user's list. Immutable, thread-safe, cheap to move.
class TargetList {
 public:
  // user_list_path: see LabellerOptions::targets_path; empty: countries only.
  static absl::StatusOr<TargetList> Create(const std::string& user_list_path);

  // The `at_most` most mentioned targets of the article.
  std::vector<TargetMentions> Find(const ArticleText& text, size_t at_most = 3) const;

 private:
  std::unique_ptr<const TargetMatcher> matcher_;
};

// The targets of a request, in its order; one item for each, also without a mention.
absl::StatusOr<std::vector<TargetMentions>> FindRequested(const std::vector<v1::Target>& targets,
                                                          const ArticleText& text);

}  // namespace tasnif

#endif  // TASNIF_LABELS_TARGET_LIST_H_
