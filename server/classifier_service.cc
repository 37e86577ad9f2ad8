#include "server/classifier_service.h"

#include <grpcpp/impl/codegen/proto_utils.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "base/status.h"
#include "server/convert.h"
#include "server/request_id.h"
#include "server/unimplemented.h"

namespace tasnif {
namespace {

absl::Time DeadlineOf(const grpc::CallbackServerContext& context) {
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return absl::InfiniteFuture();
  return absl::FromChrono(deadline);
}

std::string RequestIdOf(const grpc::CallbackServerContext& context) {
  const auto& metadata = context.client_metadata();
  const auto found =
      metadata.find(grpc::string_ref(kRequestIdHeader.data(), kRequestIdHeader.size()));
  if (found == metadata.end()) return RequestIdOr("");
  return RequestIdOr(std::string_view(found->second.data(), found->second.size()));
}

absl::StatusOr<v1::ClassifyRequest> Parse(const grpc::ByteBuffer& bytes) {
  grpc::ByteBuffer copy = bytes;  // Shares the memory; reading consumes the handle.
  v1::ClassifyRequest request;
  if (!grpc::SerializationTraits<v1::ClassifyRequest>::Deserialize(&copy, &request).ok()) {
    return absl::InvalidArgumentError(
        "the request is not a tasnif.v1.ClassifyRequest, or a string in it is not UTF-8; send text "
        "in another charset as `content`");
  }
  return request;
}

absl::Status Serialize(const v1::ClassifyResponse& response, grpc::ByteBuffer* out) {
  bool own_buffer = false;
  const grpc::Status status =
      grpc::SerializationTraits<v1::ClassifyResponse>::Serialize(response, out, &own_buffer);
  if (status.ok()) return absl::OkStatus();
  return absl::InternalError("the response could not be written: " + status.error_message());
}

// Lives until OnDone. The executor's tasks use it only before Finish(), and gRPC calls OnDone only
// after that.
class ClassifyReactor : public grpc::ServerUnaryReactor {
 public:
  ClassifyReactor(const grpc::CallbackServerContext& context, const Clock& clock, Drain& drain,
                  const grpc::ByteBuffer& request, grpc::ByteBuffer* response)
      : drain_(drain),
        control_(std::make_shared<CallControl>(clock, DeadlineOf(context))),
        request_id_(RequestIdOf(context)),
        received_(clock.Now()),
        request_(request),
        response_(response) {}

  // On a worker.
  void Run(Classifier& classifier) {
    // A call that waited past its deadline is not even read.
    if (absl::Status status = control_->Check(); !status.ok()) return FinishWith(status);
    absl::StatusOr<v1::ClassifyRequest> request = Parse(request_);
    if (!request.ok()) return FinishWith(request.status());
    classifier.Classify({.request = *std::move(request),
                         .request_id = request_id_,
                         .control = control_,
                         .received = received_,
                         .done = [this](absl::StatusOr<v1::ClassifyResponse> answer) {
                           FinishWith(answer.ok() ? Serialize(*answer, response_)
                                                  : answer.status());
                         }});
  }

 private:
  void OnCancel() override { control_->Cancel(); }
  void OnDone() override {
    drain_.Leave();
    delete this;
  }
  void FinishWith(const absl::Status& status) { Finish(ToGrpcStatus(status, request_id_)); }

  // Constant after construction.
  Drain& drain_;
  const std::shared_ptr<CallControl> control_;
  const std::string request_id_;
  const absl::Time received_;
  const grpc::ByteBuffer& request_;
  grpc::ByteBuffer* const response_;
};

}  // namespace

grpc::ServerUnaryReactor* ClassifierService::Classify(grpc::CallbackServerContext* context,
                                                      const grpc::ByteBuffer* request,
                                                      grpc::ByteBuffer* response) {
  if (!drain_.Enter()) {
    grpc::ServerUnaryReactor* refusal = context->DefaultReactor();
    refusal->Finish(ToGrpcStatus(
        absl::UnavailableError("the server is draining; send the call to another one"), ""));
    return refusal;
  }
  auto* reactor = new ClassifyReactor(*context, clock_, drain_, *request, response);
  executor_.Run([this, reactor](size_t) { reactor->Run(classifier_); });
  return reactor;
}

grpc::ServerBidiReactor<v1::ClassifyStreamRequest, v1::ClassifyStreamResponse>*
ClassifierService::ClassifyStream(grpc::CallbackServerContext*) {
  return new UnimplementedReactor<
      grpc::ServerBidiReactor<v1::ClassifyStreamRequest, v1::ClassifyStreamResponse>>(
      "Classifier.ClassifyStream");
}

}  // namespace tasnif
