#include "cli/server_corrections.h"

#include "base/status.h"
#include "feedback/corrected_page.h"

namespace tasnif {

absl::StatusOr<v1::ListCorrectionsResponse> ServerCorrections::List(
    const v1::ListCorrectionsRequest& request) const {
  return client_->ListCorrections(request);
}

absl::StatusOr<CorrectedPage> ServerCorrections::Articles(const CorrectionFilter& filter,
                                                          const CorrectionCursor& from,
                                                          size_t limit) const {
  TASNIF_ASSIGN_OR_RETURN(v1::ListCorrectedArticlesResponse response,
                          client_->ListCorrectedArticles(PageRequest(filter, from, limit)));
  return PageFromResponse(std::move(response));
}

}  // namespace tasnif
