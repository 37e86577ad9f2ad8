#include "server/models_service.h"

#include <optional>
#include <string>
#include <utility>

#include "base/mutex.h"
#include "base/status.h"
#include "server/convert.h"
#include "server/counted_call.h"
#include "server/model_list.h"

namespace tasnif {
namespace {

template <typename Response>
absl::StatusOr<Response> AsResponse(absl::StatusOr<v1::Model> model) {
  TASNIF_RETURN_IF_ERROR(model.status());
  Response response;
  *response.mutable_model() = *std::move(model);
  return response;
}

// Writes one list at a time; of several changes during a write, the last one is told.
class WatchReactor : public grpc::ServerWriteReactor<v1::WatchModelsResponse>,
                     private ModelWatcher {
 public:
  WatchReactor(std::string head, ModelFeed& feed, Drain& drain)
      : head_(std::move(head)), feed_(feed), drain_(drain) {
    feed_.Add(this);
  }

 private:
  void OnModels(const std::vector<v1::Model>& models) override {
    MutexLock lock(mu_);
    next_.emplace();
    for (const v1::Model& model : models) {
      if (head_.empty() || model.head() == head_) *next_->add_models() = model;
    }
    WriteNext();
  }

  void OnDrain() override {
    End(absl::UnavailableError("the server is draining; watch another one"));
  }

  void OnCancel() override { End(absl::CancelledError("the call was cancelled by its caller")); }

  void OnWriteDone(bool is_written) override {
    if (!is_written) End(absl::CancelledError("the client went away"));
    MutexLock lock(mu_);
    is_writing_ = false;
    WriteNext();
  }

  void OnDone() override {
    feed_.Remove(this);
    drain_.Leave();
    delete this;
  }

  void End(const absl::Status& status) {
    MutexLock lock(mu_);
    if (!end_.has_value()) end_ = status;
    WriteNext();
  }

  void WriteNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    if (is_writing_ || is_finished_) return;
    if (end_.has_value()) {
      is_finished_ = true;
      return Finish(ToGrpcStatus(*end_, ""));
    }
    if (!next_.has_value()) return;
    now_ = *std::exchange(next_, std::nullopt);
    is_writing_ = true;
    StartWrite(&now_);
  }

  // Constant after construction.
  const std::string head_;
  ModelFeed& feed_;
  Drain& drain_;

  Mutex mu_;
  v1::WatchModelsResponse now_ ABSL_GUARDED_BY(mu_);
  std::optional<v1::WatchModelsResponse> next_ ABSL_GUARDED_BY(mu_);
  std::optional<absl::Status> end_ ABSL_GUARDED_BY(mu_);
  bool is_writing_ ABSL_GUARDED_BY(mu_) = false;
  bool is_finished_ ABSL_GUARDED_BY(mu_) = false;
};

using WatchStream = grpc::ServerWriteReactor<v1::WatchModelsResponse>;

}  // namespace

grpc::ServerUnaryReactor* ModelsService::ListModels(grpc::CallbackServerContext* context,
                                                    const v1::ListModelsRequest* request,
                                                    v1::ListModelsResponse* response) {
  const auto who = parts_.access.Check(*context, Role::kClassify);
  if (!who.ok()) return Refuse(context, who.status());
  return AnswerOn(parts_.executor, parts_.drain, context, response,
                  [this, request] { return tasnif::ListModels(parts_.registry, request->head()); });
}

grpc::ServerUnaryReactor* ModelsService::GetModel(grpc::CallbackServerContext* context,
                                                  const v1::GetModelRequest* request,
                                                  v1::GetModelResponse* response) {
  const auto who = parts_.access.Check(*context, Role::kClassify);
  if (!who.ok()) return Refuse(context, who.status());
  return AnswerOn(parts_.executor, parts_.drain, context, response,
                  [this, request] { return tasnif::GetModel(parts_.registry, request->model()); });
}

grpc::ServerUnaryReactor* ModelsService::LoadModel(grpc::CallbackServerContext* context,
                                                   const v1::LoadModelRequest* request,
                                                   v1::LoadModelResponse* response) {
  const auto who = parts_.access.Check(*context, Role::kAdmin);
  if (!who.ok()) return Refuse(context, who.status());
  return AnswerOn(parts_.maintenance, parts_.drain, context, response, [this, request] {
    return AsResponse<v1::LoadModelResponse>(parts_.admin.Load(request->model()));
  });
}

grpc::ServerUnaryReactor* ModelsService::SetAlias(grpc::CallbackServerContext* context,
                                                  const v1::SetAliasRequest* request,
                                                  v1::SetAliasResponse* response) {
  const auto who = parts_.access.Check(*context, Role::kAdmin);
  if (!who.ok()) return Refuse(context, who.status());
  return AnswerOn(parts_.maintenance, parts_.drain, context, response,
                  [this, request, name = who->name] {
                    return AsResponse<v1::SetAliasResponse>(parts_.admin.SetAlias(*request, name));
                  });
}

grpc::ServerUnaryReactor* ModelsService::Rollback(grpc::CallbackServerContext* context,
                                                  const v1::RollbackRequest* request,
                                                  v1::RollbackResponse* response) {
  const auto who = parts_.access.Check(*context, Role::kAdmin);
  if (!who.ok()) return Refuse(context, who.status());
  return AnswerOn(parts_.maintenance, parts_.drain, context, response,
                  [this, request, name = who->name] {
                    return AsResponse<v1::RollbackResponse>(parts_.admin.Rollback(*request, name));
                  });
}

grpc::ServerUnaryReactor* ModelsService::SetTraffic(grpc::CallbackServerContext* context,
                                                    const v1::SetTrafficRequest* request,
                                                    v1::SetTrafficResponse* response) {
  const auto who = parts_.access.Check(*context, Role::kAdmin);
  if (!who.ok()) return Refuse(context, who.status());
  return AnswerOn(
      parts_.maintenance, parts_.drain, context, response, [this, request, name = who->name] {
        return AsResponse<v1::SetTrafficResponse>(parts_.admin.SetTraffic(*request, name));
      });
}

grpc::ServerUnaryReactor* ModelsService::GetShadowReport(grpc::CallbackServerContext* context,
                                                         const v1::GetShadowReportRequest* request,
                                                         v1::GetShadowReportResponse* response) {
  const auto who = parts_.access.Check(*context, Role::kAdmin);
  if (!who.ok()) return Refuse(context, who.status());
  return AnswerOn(parts_.executor, parts_.drain, context, response, [this, request] {
    return ShadowReport(parts_.registry, parts_.shadow, request->head());
  });
}

WatchStream* ModelsService::WatchModels(grpc::CallbackServerContext* context,
                                        const v1::WatchModelsRequest* request) {
  const auto who = parts_.access.Check(*context, Role::kClassify);
  if (!who.ok()) return new RefusedStream<WatchStream>(ToGrpcStatus(who.status(), ""));
  if (!parts_.drain.Enter()) {
    return new RefusedStream<WatchStream>(
        ToGrpcStatus(absl::UnavailableError("the server is draining; watch another one"), ""));
  }
  return new WatchReactor(request->head(), parts_.feed, parts_.drain);
}

}  // namespace tasnif
