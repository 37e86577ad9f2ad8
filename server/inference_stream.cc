#include "server/inference_stream.h"

#include "absl/strings/str_cat.h"

namespace tasnif {

void InferenceStream::Start() {
  MutexLock lock(mu_);
  Advance();
}

void InferenceStream::Refuse(const absl::Status& status) {
  MutexLock lock(mu_);
  Fail(status);
}

void InferenceStream::OnRead(std::optional<InferenceMessage> message) {
  std::shared_ptr<Slot> slot;
  const absl::Time now = clock_.Now();
  {
    MutexLock lock(mu_);
    if (is_ended_) return;
    window_.EndRead(message.has_value() ? std::optional(message->bytes) : std::nullopt);
    if (!message.has_value() || window_.is_broken()) return Advance();
    slot = AddSlot(*message, now);
    // The next one is read when this one has its place in the queue: they keep their order there.
    window_.Hold();
  }
  Infer(slot, *std::move(message), now);
  MutexLock lock(mu_);
  window_.Resume();
  Advance();
}

std::shared_ptr<InferenceStream::Slot> InferenceStream::AddSlot(const InferenceMessage& message,
                                                                absl::Time now) {
  auto slot = std::make_shared<Slot>();
  slot->bytes = message.bytes;
  slot->model_name = message.outline.model_name;
  slot->id = message.outline.id;
  slot->control = std::make_shared<CallControl>(
      clock_, InferenceDeadline(message.outline, origin_.deadline, now));
  slots_.push_back(slot);
  return slot;
}

void InferenceStream::Infer(const std::shared_ptr<Slot>& slot, InferenceMessage message,
                            absl::Time now) {
  front_.Infer({.outline = std::move(message.outline),
                .bytes = message.bytes,
                .parse = std::move(message.parse),
                .client = origin_.client,
                .request_id = origin_.request_id,
                .control = slot->control,
                .received = now,
                .done = [self = shared_from_this(), slot](auto answer) {
                  self->OnAnswer(slot, std::move(answer));
                }});
}

void InferenceStream::OnAnswer(const std::shared_ptr<Slot>& slot,
                               absl::StatusOr<inference::ModelInferResponse> answer) {
  inference::ModelStreamInferResponse response;
  if (answer.ok()) {
    *response.mutable_infer_response() = *std::move(answer);
  } else {
    const absl::Status& status = answer.status();
    response.set_error_message(
        absl::StrCat(absl::StatusCodeToString(status.code()), ": ", status.message()));
    response.mutable_infer_response()->set_id(slot->id);
    response.mutable_infer_response()->set_model_name(slot->model_name);
  }
  std::string bytes = response.SerializeAsString();
  MutexLock lock(mu_);
  slot->answer = std::move(bytes);
  while (ready_ < slots_.size() && slots_[ready_]->answer.has_value()) {
    ++ready_;
    window_.AddAnswer();
  }
  Advance();
}

void InferenceStream::OnWritten(bool is_written) {
  MutexLock lock(mu_);
  window_.EndWrite(writing_bytes_);
  if (!is_written) return Fail(absl::CancelledError("the client went away"));
  Advance();
}

void InferenceStream::OnCancel() {
  MutexLock lock(mu_);
  Fail(absl::CancelledError("the call was cancelled by its caller, or its deadline has passed"));
}

void InferenceStream::Drain() {
  MutexLock lock(mu_);
  if (!window_.is_closed()) {
    status_ = absl::UnavailableError(
        "the server is draining; send the requests without an answer to another one");
  }
  window_.Close();
  Advance();
}

void InferenceStream::Fail(const absl::Status& status) {
  if (!window_.is_broken()) status_ = status;
  window_.Break();
  for (const auto& slot : slots_) slot->control->Cancel();
  slots_.clear();
  ready_ = 0;
  Advance();
}

void InferenceStream::Advance() {
  if (is_ended_) return;
  if (window_.WantsWrite()) {
    window_.BeginWrite();
    const std::shared_ptr<Slot> slot = std::move(slots_.front());
    slots_.pop_front();
    --ready_;
    writing_bytes_ = slot->bytes;
    transport_.Write(*std::move(slot->answer));
  }
  if (window_.WantsRead()) {
    window_.BeginRead();
    transport_.Read();
  }
  if (window_.WantsFinish()) {
    is_ended_ = true;
    transport_.End(status_);
  }
}

}  // namespace tasnif
