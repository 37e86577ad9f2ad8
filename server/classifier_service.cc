#include "server/classifier_service.h"

#include <grpcpp/impl/codegen/proto_utils.h>

#include <memory>
#include <string>
#include <utility>

#include "base/status.h"
#include "server/call_context.h"
#include "server/convert.h"
#include "server/request_outline.h"
#include "server/stream_reactor.h"

namespace tasnif {
namespace {

RequestOutline Outline(const grpc::ByteBuffer& bytes) {
  grpc::ByteBuffer copy = bytes;  // Shares the memory; reading consumes the handle.
  grpc::ProtoBufferReader reader(&copy);
  return reader.status().ok() ? OutlineOf(reader) : RequestOutline();
}

absl::StatusOr<v1::ClassifyRequest> Parse(const grpc::ByteBuffer& bytes) {
  grpc::ByteBuffer copy = bytes;
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

// Lives until OnDone. The classifier uses it only before Finish(), and gRPC calls OnDone only after
// that.
class ClassifyReactor : public grpc::ServerUnaryReactor {
 public:
  ClassifyReactor(grpc::CallbackServerContext* context, const Clock& clock, Drain& drain,
                  const grpc::ByteBuffer& request, grpc::ByteBuffer* response)
      : context_(context),
        drain_(drain),
        control_(std::make_shared<CallControl>(clock, DeadlineOf(*context))),
        request_id_(RequestIdOf(*context)),
        received_(clock.Now()),
        request_(request),
        response_(response) {}

  void Start(Classifier& classifier) {
    const RequestOutline outline = Outline(request_);
    classifier.Classify({.flow = {.client = ClientOf(*context_), .is_bulk = outline.is_bulk},
                         .size = {.articles = outline.articles, .bytes = request_.Length()},
                         .read = [this] { return Parse(request_); },
                         .request_id = request_id_,
                         .control = control_,
                         .received = received_,
                         .origin = {.trace = TraceOf(*context_)},
                         .done =
                             [this](absl::StatusOr<v1::ClassifyResponse> answer) {
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
  void FinishWith(const absl::Status& status) {
    Finish(ToGrpcStatus(status, request_id_, context_));
  }

  // Constant after construction.
  grpc::CallbackServerContext* const context_;
  Drain& drain_;
  const std::shared_ptr<CallControl> control_;
  const std::string request_id_;
  const absl::Time received_;
  const grpc::ByteBuffer& request_;
  grpc::ByteBuffer* const response_;
};

absl::Status Draining() {
  return absl::UnavailableError("the server is draining; send the call to another one");
}

}  // namespace

grpc::ServerUnaryReactor* ClassifierService::Classify(grpc::CallbackServerContext* context,
                                                      const grpc::ByteBuffer* request,
                                                      grpc::ByteBuffer* response) {
  const absl::Status allowed = access_.Check(*context, Role::kClassify).status();
  if (!allowed.ok()) return Refuse(context, allowed);
  if (!drain_.Enter()) return Refuse(context, Draining());
  auto* reactor = new ClassifyReactor(context, clock_, drain_, *request, response);
  reactor->Start(classifier_);
  return reactor;
}

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* ClassifierService::ClassifyStream(
    grpc::CallbackServerContext* context) {
  const absl::Status allowed = access_.Check(*context, Role::kClassify).status();
  if (!allowed.ok()) return new RefusedStream<RawBidiReactor>(ToGrpcStatus(allowed, ""));
  if (!drain_.Enter()) return new RefusedStream<RawBidiReactor>(ToGrpcStatus(Draining(), ""));
  return new StreamReactor(context, classifier_, window_, clock_, streams_, drain_);
}

}  // namespace tasnif
