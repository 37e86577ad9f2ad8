// server/inference_service.h
//
// inference.GRPCInferenceService over gRPC: the Open Inference Protocol, for clients that were
// written for any model server. Stateless.
//
// ModelInfer and ModelStreamInfer are registered as raw methods, as those of ClassifierService are
// and for the same reasons. Whether the server or a model is ready is told to anybody, as health
// is; everything else needs the role classify, changes of models the role admin. Short answers come
// at once, lists from the executor, changes of models from the reloader's thread for them.
#ifndef TASNIF_SERVER_INFERENCE_SERVICE_H_
#define TASNIF_SERVER_INFERENCE_SERVICE_H_

#include <grpcpp/support/byte_buffer.h>

#include "base/clock.h"
#include "base/executor.h"
#include "inference/grpc_service.grpc.pb.h"
#include "registry/registry.h"
#include "server/call_access.h"
#include "server/drain.h"
#include "server/inference_front.h"
#include "server/inference_repository.h"
#include "server/live_streams.h"
#include "server/model_admin.h"
#include "server/stream_window.h"

namespace tasnif {

namespace inference_internal {

using Service = inference::GRPCInferenceService;
using Server = Service::WithCallbackMethod_ServerLive<Service::WithCallbackMethod_ServerReady<
    Service::WithCallbackMethod_ServerMetadata<Service::Service>>>;
using Models = Service::WithCallbackMethod_ModelReady<Service::WithCallbackMethod_ModelMetadata<
    Service::WithCallbackMethod_ModelConfig<Service::WithCallbackMethod_ModelStatistics<Server>>>>;
using Repository =
    Service::WithCallbackMethod_RepositoryIndex<Service::WithCallbackMethod_RepositoryModelLoad<
        Service::WithCallbackMethod_RepositoryModelUnload<Models>>>;
using RawService = Service::WithRawCallbackMethod_ModelInfer<
    Service::WithRawCallbackMethod_ModelStreamInfer<Repository>>;

}  // namespace inference_internal

// Thread-safe.
class InferenceService : public inference_internal::RawService {
 public:
  struct Parts {
    Classifier& classifier;
    const Registry& registry;
    const Clock& clock;
    Executor& executor;     // For lists.
    Executor& maintenance;  // For changes of models; one thread.
    ModelAdmin& admin;
    LiveStreams& streams;
    Drain& drain;
    const CallAccess& access;
    // Of each stream, in requests.
    WindowLimits window;
  };
  // All parts must outlive the service.
  explicit InferenceService(const Parts& parts)
      : parts_(parts),
        front_(parts.classifier, parts.registry, parts.clock),
        repository_(parts.admin) {}

  grpc::ServerUnaryReactor* ServerLive(grpc::CallbackServerContext* context,
                                       const inference::ServerLiveRequest*,
                                       inference::ServerLiveResponse* response) override;
  grpc::ServerUnaryReactor* ServerReady(grpc::CallbackServerContext* context,
                                        const inference::ServerReadyRequest*,
                                        inference::ServerReadyResponse* response) override;
  grpc::ServerUnaryReactor* ServerMetadata(grpc::CallbackServerContext* context,
                                           const inference::ServerMetadataRequest*,
                                           inference::ServerMetadataResponse* response) override;
  grpc::ServerUnaryReactor* ModelReady(grpc::CallbackServerContext* context,
                                       const inference::ModelReadyRequest* request,
                                       inference::ModelReadyResponse* response) override;
  grpc::ServerUnaryReactor* ModelMetadata(grpc::CallbackServerContext* context,
                                          const inference::ModelMetadataRequest* request,
                                          inference::ModelMetadataResponse* response) override;
  grpc::ServerUnaryReactor* ModelConfig(grpc::CallbackServerContext* context,
                                        const inference::ModelConfigRequest* request,
                                        inference::ModelConfigResponse* response) override;
  grpc::ServerUnaryReactor* ModelStatistics(grpc::CallbackServerContext* context,
                                            const inference::ModelStatisticsRequest* request,
                                            inference::ModelStatisticsResponse* response) override;
  grpc::ServerUnaryReactor* RepositoryIndex(grpc::CallbackServerContext* context,
                                            const inference::RepositoryIndexRequest* request,
                                            inference::RepositoryIndexResponse* response) override;
  grpc::ServerUnaryReactor* RepositoryModelLoad(
      grpc::CallbackServerContext* context, const inference::RepositoryModelLoadRequest* request,
      inference::RepositoryModelLoadResponse*) override;
  grpc::ServerUnaryReactor* RepositoryModelUnload(
      grpc::CallbackServerContext* context, const inference::RepositoryModelUnloadRequest* request,
      inference::RepositoryModelUnloadResponse*) override;
  grpc::ServerUnaryReactor* ModelInfer(grpc::CallbackServerContext* context,
                                       const grpc::ByteBuffer* request,
                                       grpc::ByteBuffer* response) override;
  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* ModelStreamInfer(
      grpc::CallbackServerContext* context) override;

 private:
  // Constant after construction.
  const Parts parts_;

  // Thread-safe.
  InferenceFront front_;

  // Used by parts_.maintenance only.
  InferenceRepository repository_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_INFERENCE_SERVICE_H_
