// server/feedback_service.h
//
// tasnif.v1.Feedback over gRPC: corrections go to the store, pages and exports come from it.
//
// A server that was started without a store answers every call with FAILED_PRECONDITION.
// Corrections without an annotator get the name that the caller's token or certificate proves.
// Threads: gRPC's threads hand each step to the executor and never wait for the disk.
#ifndef TASNIF_SERVER_FEEDBACK_SERVICE_H_
#define TASNIF_SERVER_FEEDBACK_SERVICE_H_

#include "base/executor.h"
#include "feedback/correction_store.h"
#include "registry/registry.h"
#include "server/call_access.h"
#include "server/drain.h"
#include "tasnif/v1/feedback.grpc.pb.h"

namespace tasnif {

// Thread-safe.
class FeedbackService : public v1::Feedback::CallbackService {
 public:
  // store: may be null. All must outlive the service.
  FeedbackService(CorrectionStore* store, const Registry& registry, Executor& executor,
                  const CallAccess& access, Drain& drain)
      : store_(store), registry_(registry), executor_(executor), access_(access), drain_(drain) {}

  grpc::ServerUnaryReactor* SubmitCorrection(grpc::CallbackServerContext* context,
                                             const v1::SubmitCorrectionRequest* request,
                                             v1::SubmitCorrectionResponse* response) override;
  grpc::ServerUnaryReactor* ListCorrections(grpc::CallbackServerContext* context,
                                            const v1::ListCorrectionsRequest* request,
                                            v1::ListCorrectionsResponse* response) override;
  grpc::ServerUnaryReactor* ListCorrectedArticles(
      grpc::CallbackServerContext* context, const v1::ListCorrectedArticlesRequest* request,
      v1::ListCorrectedArticlesResponse* response) override;
  grpc::ServerWriteReactor<v1::ExportCorrectionsResponse>* ExportCorrections(
      grpc::CallbackServerContext* context, const v1::ExportCorrectionsRequest* request) override;

 private:
  // Constant after construction.
  CorrectionStore* const store_;
  const Registry& registry_;
  Executor& executor_;
  const CallAccess& access_;
  Drain& drain_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_FEEDBACK_SERVICE_H_
