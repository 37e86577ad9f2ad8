#include "server/stream_reactor.h"

#include <optional>
#include <utility>

#include "server/call_context.h"
#include "server/convert.h"
#include "server/wire_bytes.h"

namespace tasnif {
namespace {

StreamMessage ToMessage(grpc::ByteBuffer* buffer) {
  grpc::ByteBuffer taken;
  taken.Swap(buffer);
  return {taken.Length(), ParserOf(taken)};
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
                   .control = std::make_shared<CallControl>(clock, DeadlineOf(*context)),
                   .trace = TraceOf(*context)},
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
  outgoing_ = BufferOf(std::move(bytes));
  StartWrite(&outgoing_);
}

void StreamReactor::End(const absl::Status& status) {
  Finish(ToGrpcStatus(status, request_id_, context_));
}

}  // namespace tasnif
