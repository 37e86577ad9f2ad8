#include "server/models_service.h"

#include <utility>

#include "server/convert.h"
#include "server/model_list.h"
#include "server/unimplemented.h"

namespace tasnif {
namespace {

// Runs `answer` on the executor: it copies lists and waits for the registry's lock.
template <typename Response, typename Answer>
grpc::ServerUnaryReactor* AnswerOn(Executor& executor, grpc::CallbackServerContext* context,
                                   Response* response, Answer answer) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  executor.Run([reactor, response, answer = std::move(answer)](size_t) {
    absl::StatusOr<Response> result = answer();
    if (result.ok()) *response = *std::move(result);
    reactor->Finish(ToGrpcStatus(result.status(), ""));
  });
  return reactor;
}

}  // namespace

grpc::ServerUnaryReactor* ModelsService::ListModels(grpc::CallbackServerContext* context,
                                                    const v1::ListModelsRequest* request,
                                                    v1::ListModelsResponse* response) {
  return AnswerOn(executor_, context, response,
                  [this, request] { return tasnif::ListModels(registry_, request->head()); });
}

grpc::ServerUnaryReactor* ModelsService::GetModel(grpc::CallbackServerContext* context,
                                                  const v1::GetModelRequest* request,
                                                  v1::GetModelResponse* response) {
  return AnswerOn(executor_, context, response,
                  [this, request] { return tasnif::GetModel(registry_, request->model()); });
}

grpc::ServerUnaryReactor* ModelsService::LoadModel(grpc::CallbackServerContext* context,
                                                   const v1::LoadModelRequest*,
                                                   v1::LoadModelResponse*) {
  return FinishUnimplemented(context, "Models.LoadModel");
}

grpc::ServerUnaryReactor* ModelsService::SetAlias(grpc::CallbackServerContext* context,
                                                  const v1::SetAliasRequest*,
                                                  v1::SetAliasResponse*) {
  return FinishUnimplemented(context, "Models.SetAlias");
}

grpc::ServerUnaryReactor* ModelsService::Rollback(grpc::CallbackServerContext* context,
                                                  const v1::RollbackRequest*,
                                                  v1::RollbackResponse*) {
  return FinishUnimplemented(context, "Models.Rollback");
}

grpc::ServerWriteReactor<v1::WatchModelsResponse>* ModelsService::WatchModels(
    grpc::CallbackServerContext*, const v1::WatchModelsRequest*) {
  return new UnimplementedReactor<grpc::ServerWriteReactor<v1::WatchModelsResponse>>(
      "Models.WatchModels");
}

}  // namespace tasnif
