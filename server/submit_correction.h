// server/submit_correction.h
//
// What a correction goes through before it is stored; the same for gRPC and HTTP.
#ifndef TASNIF_SERVER_SUBMIT_CORRECTION_H_
#define TASNIF_SERVER_SUBMIT_CORRECTION_H_

#include "absl/status/statusor.h"
#include "feedback/correction_store.h"
#include "registry/registry.h"
#include "server/access_rules.h"
#include "tasnif/v1/feedback.pb.h"

namespace tasnif {

// What every call about corrections gets where the server keeps none: FAILED_PRECONDITION.
absl::Status NoCorrectionStore();

// who: becomes the annotator where the correction names none and the identity is proven; an editing
// system may speak for many people, and names them itself. store: may be null. The codes of
// Feedback.SubmitCorrection. Waits for the disk.
absl::StatusOr<v1::SubmitCorrectionResponse> SubmitCorrection(v1::Correction correction,
                                                              const Identity& who,
                                                              const Registry& registry,
                                                              CorrectionStore* store);

}  // namespace tasnif

#endif  // TASNIF_SERVER_SUBMIT_CORRECTION_H_
