// labels/target_list.h
//
// Stance targets that articles may take a side on without being asked: all countries, in every
// language that ICU's region names know, with Arabic clitics and nisba forms, and a user's list.
//
//   for (const TargetMentions& found : targets.Find(text)) ...
//
// The user's list is UTF-8 text, one target a line: its name, then further ways to write it, all
// separated by tabs. Empty lines and lines that begin with # are passed over.
//
// Threads: immutable. Cost: see target_matcher.h; Create takes tens of milliseconds.
#ifndef TASNIF_LABELS_TARGET_LIST_H_
#define TASNIF_LABELS_TARGET_LIST_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "labels/article_text.h"
#include "labels/json_lines.h"
#include "labels/target_matcher.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// The targets of a request, ready to be looked for in any number of articles. Immutable.
struct RequestedTargets {
  std::unique_ptr<const TargetMatcher> matcher;
  // By target: the entry of the list that has its name.
  std::vector<std::optional<size_t>> listed;
};

// Countries and the user's list. Immutable, thread-safe, cheap to move.
class TargetList {
 public:
  // user_list_path: see LabellerOptions::targets_path; empty: countries only.
  // NOT_FOUND, PERMISSION_DENIED: the file. INVALID_ARGUMENT: a line of it, named.
  static absl::StatusOr<TargetList> Create(const std::string& user_list_path);

  // The `at_most` most mentioned targets of the article.
  std::vector<TargetMentions> Find(const ArticleText& text, size_t at_most = 3) const;

  // The targets of a request, in its order; one item for each, also without a mention. The name of
  // a country stands for everything that the list knows of it: "Russia" finds "موسكو", too.
  // A name without a word in it, such as a web address, has no mentions. INTERNAL: ICU's data
  // cannot be loaded.
  absl::StatusOr<std::vector<TargetMentions>> FindRequested(absl::Span<const v1::Target> targets,
                                                            const ArticleText& text) const;

  // The same in two steps, for a request with many articles: the first takes a tenth of a
  // millisecond for one target, whatever the text. Errors as above.
  absl::StatusOr<std::shared_ptr<const RequestedTargets>> Prepare(
      absl::Span<const v1::Target> targets) const;
  std::vector<TargetMentions> FindPrepared(const RequestedTargets& requested,
                                           const ArticleText& text) const;

  // The mentions of one target of a training row: the range that the row gives, and what
  // FindRequested finds beside it, for serving will find that, too. `text` must be the row's
  // article as ArticleReader read it.
  absl::StatusOr<TargetMentions> MentionsFor(const LabelledTarget& labelled,
                                             const v1::Target& target,
                                             const ArticleText& text) const;

 private:
  TargetList() = default;

  std::unique_ptr<const Tokenizer> tokenizer_;  // Cloned by each call: making one takes too long.
  std::unique_ptr<const TargetMatcher> matcher_;
};

// The tokens that a range of Unicode code points of text.text covers, wholly or in part; empty
// where it covers none.
Mention MentionFromCodePoints(uint32_t begin, uint32_t end, const ArticleText& text);

}  // namespace tasnif

#endif  // TASNIF_LABELS_TARGET_LIST_H_
