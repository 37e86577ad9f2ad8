// server/models_service.h
//
// tasnif.v1.Models over gRPC: reading calls only; those that change something answer UNIMPLEMENTED.
#ifndef TASNIF_SERVER_MODELS_SERVICE_H_
#define TASNIF_SERVER_MODELS_SERVICE_H_

#include "base/executor.h"
#include "registry/registry.h"
#include "tasnif/v1/models.grpc.pb.h"

namespace tasnif {

// Thread-safe.
class ModelsService : public v1::Models::CallbackService {
 public:
  // Both must outlive the service.
  ModelsService(const Registry& registry, Executor& executor)
      : registry_(registry), executor_(executor) {}

  grpc::ServerUnaryReactor* ListModels(grpc::CallbackServerContext* context,
                                       const v1::ListModelsRequest* request,
                                       v1::ListModelsResponse* response) override;
  grpc::ServerUnaryReactor* GetModel(grpc::CallbackServerContext* context,
                                     const v1::GetModelRequest* request,
                                     v1::GetModelResponse* response) override;

  grpc::ServerUnaryReactor* LoadModel(grpc::CallbackServerContext* context,
                                      const v1::LoadModelRequest*, v1::LoadModelResponse*) override;
  grpc::ServerUnaryReactor* SetAlias(grpc::CallbackServerContext* context,
                                     const v1::SetAliasRequest*, v1::SetAliasResponse*) override;
  grpc::ServerUnaryReactor* Rollback(grpc::CallbackServerContext* context,
                                     const v1::RollbackRequest*, v1::RollbackResponse*) override;
  grpc::ServerWriteReactor<v1::WatchModelsResponse>* WatchModels(
      grpc::CallbackServerContext*, const v1::WatchModelsRequest*) override;

 private:
  // Constant after construction.
  const Registry& registry_;
  Executor& executor_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_MODELS_SERVICE_H_
