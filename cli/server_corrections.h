// cli/server_corrections.h
//
// The corrections that a server keeps, read as those of a file are.
//
//   const ServerCorrections source(std::move(client));
//
// Threads: safe. Cost: one call a page.
#ifndef TASNIF_CLI_SERVER_CORRECTIONS_H_
#define TASNIF_CLI_SERVER_CORRECTIONS_H_

#include <memory>
#include <utility>

#include "client/client.h"
#include "feedback/correction_source.h"

namespace tasnif {

class ServerCorrections : public CorrectionSource {
 public:
  explicit ServerCorrections(std::unique_ptr<Client> client) : client_(std::move(client)) {}

  // Errors of Client::ListCorrections.
  absl::StatusOr<v1::ListCorrectionsResponse> List(
      const v1::ListCorrectionsRequest& request) const override;
  // Errors of Client::ListCorrectedArticles and PageFromResponse.
  absl::StatusOr<CorrectedPage> Articles(const CorrectionFilter& filter,
                                         const CorrectionCursor& from, size_t limit) const override;

 private:
  // Constant after construction.
  const std::unique_ptr<Client> client_;
};

}  // namespace tasnif

#endif  // TASNIF_CLI_SERVER_CORRECTIONS_H_
