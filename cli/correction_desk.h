// cli/correction_desk.h
//
// Where `tasnif feedback add` hands corrections in: a file, kept by this process, or a server.
//
//   TASNIF_RETURN_IF_ERROR(desk->FillPrediction(&correction));
//   TASNIF_ASSIGN_OR_RETURN(auto answer, desk->Submit(correction));
//
// Threads: not safe.
#ifndef TASNIF_CLI_CORRECTION_DESK_H_
#define TASNIF_CLI_CORRECTION_DESK_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/client.h"
#include "feedback/correction_store.h"
#include "labels/labeller.h"
#include "registry/registry.h"
#include "tasnif/v1/feedback.pb.h"

namespace tasnif {

class CorrectionDesk {
 public:
  virtual ~CorrectionDesk() = default;

  // Sets `model` to the champion of the correction's head, and `predicted_label` to what that says
  // of the article. NOT_FOUND: no such head. INVALID_ARGUMENT: the article cannot be labelled.
  virtual absl::Status FillPrediction(v1::Correction* correction) = 0;

  // Checked, and on disk when it returns OK. The codes of Feedback.SubmitCorrection.
  virtual absl::StatusOr<v1::SubmitCorrectionResponse> Submit(const v1::Correction& correction) = 0;
};

// registry: null where lines are not held against models; then FillPrediction() must not be called.
std::unique_ptr<CorrectionDesk> MakeStoreDesk(std::unique_ptr<CorrectionStore> store,
                                              std::unique_ptr<const Registry> registry,
                                              const LabellerOptions& options);
std::unique_ptr<CorrectionDesk> MakeServerDesk(std::unique_ptr<Client> client);

}  // namespace tasnif

#endif  // TASNIF_CLI_CORRECTION_DESK_H_
