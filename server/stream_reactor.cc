#include "server/stream_reactor.h"

#include <grpcpp/impl/codegen/proto_utils.h>

#include <optional>
#include <utility>

#include "server/call_context.h"
#include "server/convert.h"

namespace tasnif {
namespace {

// The buffer takes the string over.
grpc::ByteBuffer ToBuffer(std::string bytes) {
  auto* owned = new std::string(std::move(bytes));
  const grpc::Slice slice(
      owned->data(), owned->size(), [](void* string) { delete static_cast<std::string*>(string); },
      owned);
  return grpc::ByteBuffer(&slice, 1);
}

StreamMessage ToMessage(grpc::ByteBuffer* buffer) {
  grpc::ByteBuffer taken;
  taken.Swap(buffer);
  const size_t bytes = taken.Length();
  return {bytes, [taken](google::protobuf::MessageLite* message) mutable {
            grpc::ProtoBufferReader reader(&taken);
            return reader.status().ok() && message->ParseFromZeroCopyStream(&reader);
          }};
}

}  // namespace

StreamReactor::StreamReactor(grpc::CallbackServerContext* context, Classifier& classifier,
                             const WindowLimits& limits, const Clock& clock, LiveStreams& streams,
                             Drain& drain)
    : context_(context), streams_(streams), drain_(drain), request_id_(RequestIdOf(*context)) {
  session_ = std::make_shared<StreamSession>(
      classifier, limits,
      StreamOrigin{.client = ClientOf(*context),
                   .request_id = request_id_,
                   .control = std::make_shared<CallControl>(clock, DeadlineOf(*context))},
      static_cast<StreamTransport&>(*this));
  if (absl::Status status = streams_.Add(session_); !status.ok()) {
    session_->Refuse(status);
  } else {
    session_->Start();
  }
}

void StreamReactor::OnReadDone(bool is_read) {
  session_->OnRead(is_read ? std::optional(ToMessage(&incoming_)) : std::nullopt);
}

void StreamReactor::OnDone() {
  streams_.Remove(*session_);
  drain_.Leave();
  delete this;
}

void StreamReactor::Write(std::string bytes) {
  outgoing_ = ToBuffer(std::move(bytes));
  StartWrite(&outgoing_);
}

void StreamReactor::End(const absl::Status& status) {
  Finish(ToGrpcStatus(status, request_id_, context_));
}

}  // namespace tasnif
