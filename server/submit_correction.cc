#include "server/submit_correction.h"

#include <utility>

#include "base/status.h"
#include "feedback/correction.h"

namespace tasnif {

absl::Status NoCorrectionStore() {
  return absl::FailedPreconditionError(
      "this server keeps no corrections; start it with 'tasnif serve --feedback FILE'");
}

absl::StatusOr<v1::SubmitCorrectionResponse> SubmitCorrection(v1::Correction correction,
                                                              const Identity& who,
                                                              const Registry& registry,
                                                              CorrectionStore* store) {
  if (store == nullptr) return NoCorrectionStore();
  if (correction.annotator().empty() && who.is_proven) correction.set_annotator(who.name);
  TASNIF_RETURN_IF_ERROR(CheckCorrection(correction));
  TASNIF_RETURN_IF_ERROR(CheckAgainstModels(correction, registry.List()));
  TASNIF_ASSIGN_OR_RETURN(AddedCorrection added, store->Add(correction));
  v1::SubmitCorrectionResponse response;
  *response.mutable_correction() = std::move(added.correction);
  response.set_already_stored(added.already_stored);
  return response;
}

}  // namespace tasnif
