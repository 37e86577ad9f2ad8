// server/feedback_service.h
//
// tasnif.v1.Feedback over gRPC: in the contract, not in this version; every call says so.
#ifndef TASNIF_SERVER_FEEDBACK_SERVICE_H_
#define TASNIF_SERVER_FEEDBACK_SERVICE_H_

#include "tasnif/v1/feedback.grpc.pb.h"

namespace tasnif {

// Thread-safe.
class FeedbackService : public v1::Feedback::CallbackService {
 public:
  grpc::ServerUnaryReactor* SubmitCorrection(grpc::CallbackServerContext* context,
                                             const v1::SubmitCorrectionRequest*,
                                             v1::SubmitCorrectionResponse*) override;
  grpc::ServerUnaryReactor* ListCorrections(grpc::CallbackServerContext* context,
                                            const v1::ListCorrectionsRequest*,
                                            v1::ListCorrectionsResponse*) override;
  grpc::ServerWriteReactor<v1::ExportCorrectionsResponse>* ExportCorrections(
      grpc::CallbackServerContext*, const v1::ExportCorrectionsRequest*) override;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_FEEDBACK_SERVICE_H_
