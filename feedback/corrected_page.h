// feedback/corrected_page.h
//
// CorrectionSource::Articles() as messages of Feedback.ListCorrectedArticles, for both ends of it.
//
//   client:  request = PageRequest(filter, from, limit);  page = PageFromResponse(response);
//   server:  query = QueryFromRequest(request);           response = PageResponse(page);
//
// Threads: pure functions. Cost: texts are moved.
#ifndef TASNIF_FEEDBACK_CORRECTED_PAGE_H_
#define TASNIF_FEEDBACK_CORRECTED_PAGE_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "feedback/correction_source.h"
#include "tasnif/v1/feedback.pb.h"

namespace tasnif {

struct PageQuery {
  CorrectionFilter filter;
  CorrectionCursor from;
  size_t limit = 0;
};

v1::ListCorrectedArticlesRequest PageRequest(const CorrectionFilter& filter,
                                             const CorrectionCursor& from, size_t limit);
// INVALID_ARGUMENT: a page size over kMaxArticlesPerPage, or a token that PageResponse() did not
// make. A size of 0 becomes 64.
absl::StatusOr<PageQuery> QueryFromRequest(const v1::ListCorrectedArticlesRequest& request);

v1::ListCorrectedArticlesResponse PageResponse(CorrectedPage page);
// INTERNAL: an article without a correction, or a token that is none, which a server of another
// version may give.
absl::StatusOr<CorrectedPage> PageFromResponse(v1::ListCorrectedArticlesResponse response);

}  // namespace tasnif

#endif  // TASNIF_FEEDBACK_CORRECTED_PAGE_H_
