#include "server/inference_reactors.h"

#include <grpcpp/impl/codegen/proto_utils.h>

#include <optional>
#include <utility>

#include "server/call_context.h"
#include "server/convert.h"
#include "server/wire_bytes.h"

namespace tasnif {
namespace {

InferenceOutline Outline(const grpc::ByteBuffer& bytes) {
  grpc::ByteBuffer copy = bytes;  // Shares the memory; reading consumes the handle.
  grpc::ProtoBufferReader reader(&copy);
  return reader.status().ok() ? InferenceOutlineOf(reader, bytes.Length()) : InferenceOutline();
}

InferenceMessage ToMessage(grpc::ByteBuffer* buffer) {
  grpc::ByteBuffer taken;
  taken.Swap(buffer);
  return {.outline = Outline(taken), .bytes = taken.Length(), .parse = ParserOf(taken)};
}

}  // namespace

InferReactor::InferReactor(grpc::CallbackServerContext* context, const Clock& clock, Drain& drain,
                           const grpc::ByteBuffer& request, grpc::ByteBuffer* response)
    : context_(context),
      drain_(drain),
      request_id_(RequestIdOf(*context)),
      received_(clock.Now()),
      request_(request),
      response_(response),
      outline_(Outline(request)),
      control_(std::make_shared<CallControl>(
          clock, InferenceDeadline(outline_, DeadlineOf(*context), received_))) {}

void InferReactor::Start(InferenceFront& front) {
  front.Infer({.outline = outline_,
               .bytes = request_.Length(),
               .parse = ParserOf(request_),
               .client = ClientOf(*context_),
               .request_id = request_id_,
               .control = control_,
               .received = received_,
               .done = [this](absl::StatusOr<inference::ModelInferResponse> answer) {
                 const absl::Status status =
                     answer.ok() ? WriteTo(*answer, response_) : answer.status();
                 Finish(ToGrpcStatus(status, request_id_, context_));
               }});
}

void InferReactor::OnDone() {
  drain_.Leave();
  delete this;
}

InferStreamReactor::InferStreamReactor(grpc::CallbackServerContext* context, InferenceFront& front,
                                       const WindowLimits& limits, const Clock& clock,
                                       LiveStreams& streams, Drain& drain)
    : context_(context), streams_(streams), drain_(drain), request_id_(RequestIdOf(*context)) {
  stream_ = std::make_shared<InferenceStream>(front, limits,
                                              InferenceOrigin{.client = ClientOf(*context),
                                                              .request_id = request_id_,
                                                              .deadline = DeadlineOf(*context)},
                                              clock, static_cast<StreamTransport&>(*this));
  if (absl::Status status = streams_.Add(stream_); !status.ok()) {
    stream_->Refuse(status);
  } else {
    stream_->Start();
  }
}

void InferStreamReactor::OnReadDone(bool is_read) {
  stream_->OnRead(is_read ? std::optional(ToMessage(&incoming_)) : std::nullopt);
}

void InferStreamReactor::OnDone() {
  streams_.Remove(*stream_);
  drain_.Leave();
  delete this;
}

void InferStreamReactor::Write(std::string bytes) {
  outgoing_ = BufferOf(std::move(bytes));
  StartWrite(&outgoing_);
}

void InferStreamReactor::End(const absl::Status& status) {
  Finish(ToGrpcStatus(status, request_id_, context_));
}

}  // namespace tasnif
