// feedback/correction_export.h
//
// From what annotators said to training lines: one label for each article, head and target, or a
// conflict that is shown and not trained on.
//
//   CorrectionExport out(ConflictPolicy::kLeaveOut);
//   out.Add(article, [&](std::string line) { return output->Write(line + "\n"); });
//   out.counts().conflicts;
//
// Who corrects an article twice has changed his mind: the later word of each annotator counts.
// Threads: not safe. Cost: linear in the text.
#ifndef TASNIF_FEEDBACK_CORRECTION_EXPORT_H_
#define TASNIF_FEEDBACK_CORRECTION_EXPORT_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "feedback/correction_source.h"

namespace tasnif {

// The data set that exported lines name as their `source`.
inline constexpr std::string_view kCorrectionsSource = "corrections";

enum class ConflictPolicy {
  kLeaveOut,
  // The label of more than half of the annotators; without such a label left out.
  kMajority,
};

struct Decision {
  std::map<std::string, std::string> votes;  // Annotator → label, the latest of each.
  bool is_conflict = false;                  // Not all the same.
  std::string label;                         // Empty: none may be trained on.
};

// Pure. corrections: at least one.
Decision Decide(const CorrectedArticle& article, ConflictPolicy policy);

struct ExportCounts {
  uint64_t lines = 0;
  uint64_t conflicts = 0;     // Articles on which annotators disagree, decided or not.
  uint64_t without_text = 0;  // Decided, but only the hash of the article is kept.
  uint64_t undecided = 0;     // Left out for a conflict.
};

// The line of a decided article: JSON-lines schema with `source` "corrections", `split` "train"
// and, besides, `correction`: {"model","predicted","annotators":{NAME:LABEL},"submitted","sha256"}.
// INVALID_ARGUMENT: its content cannot be decoded. FAILED_PRECONDITION: its text was not kept.
absl::StatusOr<std::string> ExportLine(const CorrectedArticle& article, const Decision& decision);

class CorrectionExport {
 public:
  using Write = std::function<absl::Status(std::string line)>;
  // The article with this SHA-256, from wherever the operator keeps texts; an empty one where it is
  // not there.
  using FindText = std::function<v1::Article(const std::string& article_sha256)>;

  explicit CorrectionExport(ConflictPolicy policy, FindText find_text = nullptr)
      : policy_(policy), find_text_(std::move(find_text)) {}

  // Writes the line of `article`, or counts why there is none. Errors of `write`; articles that
  // cannot be decoded count as without_text.
  absl::Status Add(CorrectedArticle article, const Write& write);

  const ExportCounts& counts() const { return counts_; }

 private:
  // Constant after construction.
  const ConflictPolicy policy_;
  const FindText find_text_;

  ExportCounts counts_;
};

// Every corrected article of the source that passes the filter, page by page. Errors of
// CorrectionSource::Articles and of `visit`.
absl::Status ForEachCorrectedArticle(const CorrectionSource& source, const CorrectionFilter& filter,
                                     const std::function<absl::Status(CorrectedArticle)>& visit);

}  // namespace tasnif

#endif  // TASNIF_FEEDBACK_CORRECTION_EXPORT_H_
