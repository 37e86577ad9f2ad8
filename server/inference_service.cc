#include "server/inference_service.h"

#include <string>
#include <utility>

#include "base/status.h"
#include "server/call_context.h"
#include "server/convert.h"
#include "server/counted_call.h"
#include "server/inference_metadata.h"
#include "server/inference_model.h"
#include "server/inference_reactors.h"

namespace tasnif {
namespace {

using Context = grpc::CallbackServerContext;
using Unary = grpc::ServerUnaryReactor;

Unary* FinishNow(Context* context, const absl::Status& status) {
  Unary* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpcStatus(status, RequestIdOf(*context), context));
  return reactor;
}

// `answer` fills the response, on the executor, where the caller may have one.
template <typename Answer>
Unary* FinishOn(Executor& executor, Drain& drain, const CallAccess& access, Role needed,
                Context* context, Answer answer) {
  if (absl::Status allowed = access.Check(*context, needed).status(); !allowed.ok()) {
    return Refuse(context, allowed);
  }
  return RunOn(executor, drain, context, std::move(answer));
}

absl::Status Draining() {
  return absl::UnavailableError("the server is draining; send the call to another one");
}

bool IsReady(const inference::ModelReadyRequest& request, const Registry& registry) {
  const std::shared_ptr<const ModelSet> models = registry.Snapshot();
  return FindInferenceModel(request.name(), request.version(), *models).ok();
}

// Models that were never called are known, too, and have nothing to tell.
absl::Status FillStatistics(const inference::ModelStatisticsRequest& request,
                            const Registry& registry, const InferenceStatistics& statistics,
                            inference::ModelStatisticsResponse* response) {
  std::string version = request.version();
  if (!request.name().empty()) {
    const std::shared_ptr<const ModelSet> models = registry.Snapshot();
    TASNIF_ASSIGN_OR_RETURN(const InferenceModel model,
                            FindInferenceModel(request.name(), version, *models));
    // What was asked for by an alias is counted under the version that answered.
    if (!version.empty()) version = model.version;
  }
  statistics.Fill(request.name(), version, response);
  return absl::OkStatus();
}

}  // namespace

Unary* InferenceService::ServerLive(Context* context, const inference::ServerLiveRequest*,
                                    inference::ServerLiveResponse* response) {
  response->set_live(true);
  return FinishNow(context, absl::OkStatus());
}

Unary* InferenceService::ServerReady(Context* context, const inference::ServerReadyRequest*,
                                     inference::ServerReadyResponse* response) {
  const bool is_ready = parts_.drain.Enter();
  if (is_ready) parts_.drain.Leave();
  response->set_ready(is_ready);
  return FinishNow(context, absl::OkStatus());
}

Unary* InferenceService::ServerMetadata(Context* context, const inference::ServerMetadataRequest*,
                                        inference::ServerMetadataResponse* response) {
  return FinishOn(parts_.executor, parts_.drain, parts_.access, Role::kClassify, context,
                  [response] {
                    *response = DescribeServer();
                    return absl::OkStatus();
                  });
}

Unary* InferenceService::ModelReady(Context* context, const inference::ModelReadyRequest* request,
                                    inference::ModelReadyResponse* response) {
  response->set_ready(IsReady(*request, parts_.registry));
  return FinishNow(context, absl::OkStatus());
}

Unary* InferenceService::ModelMetadata(Context* context,
                                       const inference::ModelMetadataRequest* request,
                                       inference::ModelMetadataResponse* response) {
  return FinishOn(parts_.executor, parts_.drain, parts_.access, Role::kClassify, context,
                  [this, request, response]() -> absl::Status {
                    const std::shared_ptr<const ModelSet> models = parts_.registry.Snapshot();
                    TASNIF_ASSIGN_OR_RETURN(
                        const InferenceModel model,
                        FindInferenceModel(request->name(), request->version(), *models));
                    *response = DescribeModel(model, parts_.registry.List());
                    return absl::OkStatus();
                  });
}

Unary* InferenceService::ModelConfig(Context* context, const inference::ModelConfigRequest* request,
                                     inference::ModelConfigResponse* response) {
  return FinishOn(parts_.executor, parts_.drain, parts_.access, Role::kClassify, context,
                  [this, request, response]() -> absl::Status {
                    const std::shared_ptr<const ModelSet> models = parts_.registry.Snapshot();
                    TASNIF_ASSIGN_OR_RETURN(
                        const InferenceModel model,
                        FindInferenceModel(request->name(), request->version(), *models));
                    *response = ConfigureModel(model);
                    return absl::OkStatus();
                  });
}

Unary* InferenceService::ModelStatistics(Context* context,
                                         const inference::ModelStatisticsRequest* request,
                                         inference::ModelStatisticsResponse* response) {
  return FinishOn(parts_.executor, parts_.drain, parts_.access, Role::kClassify, context,
                  [this, request, response] {
                    return FillStatistics(*request, parts_.registry, front_.statistics(), response);
                  });
}

Unary* InferenceService::RepositoryIndex(Context* context,
                                         const inference::RepositoryIndexRequest* request,
                                         inference::RepositoryIndexResponse* response) {
  return FinishOn(parts_.executor, parts_.drain, parts_.access, Role::kClassify, context,
                  [this, request, response]() -> absl::Status {
                    TASNIF_RETURN_IF_ERROR(CheckRepositoryName(request->repository_name()));
                    *response = IndexModels(parts_.registry.List(), request->ready());
                    return absl::OkStatus();
                  });
}

Unary* InferenceService::RepositoryModelLoad(Context* context,
                                             const inference::RepositoryModelLoadRequest* request,
                                             inference::RepositoryModelLoadResponse*) {
  return FinishOn(parts_.maintenance, parts_.drain, parts_.access, Role::kAdmin, context,
                  [this, request] { return repository_.Load(*request); });
}

Unary* InferenceService::RepositoryModelUnload(
    Context* context, const inference::RepositoryModelUnloadRequest* request,
    inference::RepositoryModelUnloadResponse*) {
  return FinishOn(parts_.maintenance, parts_.drain, parts_.access, Role::kAdmin, context,
                  [this, request] { return repository_.Unload(*request); });
}

Unary* InferenceService::ModelInfer(Context* context, const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) {
  const absl::Status allowed = parts_.access.Check(*context, Role::kClassify).status();
  if (!allowed.ok()) return Refuse(context, allowed);
  if (!parts_.drain.Enter()) return FinishNow(context, Draining());
  auto* reactor = new InferReactor(context, parts_.clock, parts_.drain, *request, response);
  reactor->Start(front_);
  return reactor;
}

RawBidiReactor* InferenceService::ModelStreamInfer(Context* context) {
  absl::Status allowed = parts_.access.Check(*context, Role::kClassify).status();
  if (allowed.ok() && !parts_.drain.Enter()) allowed = Draining();
  if (!allowed.ok()) return new RefusedStream<RawBidiReactor>(ToGrpcStatus(allowed, ""));
  return new InferStreamReactor(context, front_, parts_.window, parts_.clock, parts_.streams,
                                parts_.drain);
}

}  // namespace tasnif
