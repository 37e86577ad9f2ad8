// server/models_service.h
//
// tasnif.v1.Models over gRPC. Reading calls run on the executor, changes on the
// reloader's thread for them, for they read whole models from disk.
#ifndef TASNIF_SERVER_MODELS_SERVICE_H_
#define TASNIF_SERVER_MODELS_SERVICE_H_

#include "base/executor.h"
#include "registry/registry.h"
#include "server/call_access.h"
#include "server/drain.h"
#include "server/model_admin.h"
#include "server/model_feed.h"
#include "server/shadow_book.h"
#include "tasnif/v1/models.grpc.pb.h"

namespace tasnif {

// Thread-safe.
class ModelsService : public v1::Models::CallbackService {
 public:
  struct Parts {
    const Registry& registry;
    Executor& executor;     // For reading calls.
    Executor& maintenance;  // For changes; one thread.
    ModelAdmin& admin;
    ModelFeed& feed;
    Drain& drain;
    const CallAccess& access;
    const ShadowBook& shadow;
  };
  // All parts must outlive the service.
  explicit ModelsService(const Parts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* ListModels(grpc::CallbackServerContext* context,
                                       const v1::ListModelsRequest* request,
                                       v1::ListModelsResponse* response) override;
  grpc::ServerUnaryReactor* GetModel(grpc::CallbackServerContext* context,
                                     const v1::GetModelRequest* request,
                                     v1::GetModelResponse* response) override;
  grpc::ServerUnaryReactor* LoadModel(grpc::CallbackServerContext* context,
                                      const v1::LoadModelRequest* request,
                                      v1::LoadModelResponse* response) override;
  grpc::ServerUnaryReactor* SetAlias(grpc::CallbackServerContext* context,
                                     const v1::SetAliasRequest* request,
                                     v1::SetAliasResponse* response) override;
  grpc::ServerUnaryReactor* Rollback(grpc::CallbackServerContext* context,
                                     const v1::RollbackRequest* request,
                                     v1::RollbackResponse* response) override;
  grpc::ServerUnaryReactor* SetTraffic(grpc::CallbackServerContext* context,
                                       const v1::SetTrafficRequest* request,
                                       v1::SetTrafficResponse* response) override;
  grpc::ServerUnaryReactor* GetShadowReport(grpc::CallbackServerContext* context,
                                            const v1::GetShadowReportRequest* request,
                                            v1::GetShadowReportResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchModelsResponse>* WatchModels(
      grpc::CallbackServerContext* context, const v1::WatchModelsRequest* request) override;

 private:
  // Constant after construction.
  const Parts parts_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_MODELS_SERVICE_H_
