#include "server/feedback_service.h"

#include "server/unimplemented.h"

namespace tasnif {

grpc::ServerUnaryReactor* FeedbackService::SubmitCorrection(grpc::CallbackServerContext* context,
                                                            const v1::SubmitCorrectionRequest*,
                                                            v1::SubmitCorrectionResponse*) {
  return FinishUnimplemented(context, "Feedback.SubmitCorrection");
}

grpc::ServerUnaryReactor* FeedbackService::ListCorrections(grpc::CallbackServerContext* context,
                                                           const v1::ListCorrectionsRequest*,
                                                           v1::ListCorrectionsResponse*) {
  return FinishUnimplemented(context, "Feedback.ListCorrections");
}

grpc::ServerWriteReactor<v1::ExportCorrectionsResponse>* FeedbackService::ExportCorrections(
    grpc::CallbackServerContext*, const v1::ExportCorrectionsRequest*) {
  return new UnimplementedReactor<grpc::ServerWriteReactor<v1::ExportCorrectionsResponse>>(
      "Feedback.ExportCorrections");
}

}  // namespace tasnif
