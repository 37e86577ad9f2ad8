// feedback/correction_source.h
//
// Corrections to be read, wherever they are kept: in a file (CorrectionStore) or at a server.
//
//   TASNIF_RETURN_IF_ERROR(ForEachCorrectedArticle(source, {.head = "topic"}, visit));
//
// Threads: implementations are safe.
#ifndef TASNIF_FEEDBACK_CORRECTION_SOURCE_H_
#define TASNIF_FEEDBACK_CORRECTION_SOURCE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tasnif/v1/feedback.pb.h"

namespace tasnif {

// All corrections of one article for one head and, for a stance, one target; oldest first.
struct CorrectedArticle {
  std::vector<v1::Correction> corrections;
};

struct CorrectionFilter {
  std::string head;                         // Empty: all heads.
  absl::Time since = absl::InfinitePast();  // Those submitted at or after it.
};

// Where a walk over corrected articles stands; the default is its beginning.
struct CorrectionCursor {
  std::string article_sha256;
  std::string head;
  std::string target;
  bool operator==(const CorrectionCursor&) const = default;
};

struct CorrectedPage {
  std::vector<CorrectedArticle> articles;
  CorrectionCursor next;
  bool is_last = false;
};

// The most articles that one page may have.
inline constexpr size_t kMaxArticlesPerPage = 256;

class CorrectionSource {
 public:
  virtual ~CorrectionSource() = default;

  // Newest first. INVALID_ARGUMENT: a page size over 1000, or a token that List() did not give.
  // Other errors: the file's, or the server's.
  virtual absl::StatusOr<v1::ListCorrectionsResponse> List(
      const v1::ListCorrectionsRequest& request) const = 0;

  // Corrected articles in the order of their hash, `limit` at most, from `from` on. limit: 1 to
  // kMaxArticlesPerPage.
  virtual absl::StatusOr<CorrectedPage> Articles(const CorrectionFilter& filter,
                                                 const CorrectionCursor& from,
                                                 size_t limit) const = 0;
};

}  // namespace tasnif

#endif  // TASNIF_FEEDBACK_CORRECTION_SOURCE_H_
