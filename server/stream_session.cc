#include "server/stream_session.h"

#include "base/status.h"

namespace tasnif {
namespace {

absl::StatusOr<v1::ClassifyStreamRequest> Parse(StreamMessage message) {
  v1::ClassifyStreamRequest request;
  if (std::move(message.parse)(&request)) return request;
  return absl::InvalidArgumentError(
      "the message is not a tasnif.v1.ClassifyStreamRequest, or a string in it is not UTF-8; send "
      "text in another charset as `content`");
}

absl::StatusOr<v1::Article> ArticleIn(absl::StatusOr<v1::ClassifyStreamRequest> request) {
  TASNIF_RETURN_IF_ERROR(request.status());
  if (request->has_article()) return std::move(*request->mutable_article());
  if (request->has_options()) {
    return absl::InvalidArgumentError(
        "`options` are allowed in the first message only; open another stream for other options");
  }
  return absl::InvalidArgumentError("the message has neither `options` nor `article`");
}

}  // namespace

void StreamSession::Start() {
  MutexLock lock(mu_);
  Advance();
}

void StreamSession::Refuse(const absl::Status& status) {
  MutexLock lock(mu_);
  Fail(status);
}

void StreamSession::OnRead(std::optional<StreamMessage> message) {
  bool is_first = false;
  Flow flow;
  {
    MutexLock lock(mu_);
    if (is_ended_) return;
    window_.EndRead(message.has_value() ? std::optional(message->bytes) : std::nullopt);
    if (!message.has_value() || window_.is_broken()) return Advance();
    is_first = options_ == nullptr;
    flow = flow_;
    // Until it is known what the first message is, or whether there is room for this one.
    window_.Hold();
  }
  if (is_first) return Open(flow, *std::move(message));
  const size_t bytes = message->bytes;
  Submit({bytes, [message = *std::move(message)]() mutable {
            return ArticleIn(Parse(std::move(message)));
          }});
}

void StreamSession::Open(const Flow& flow, StreamMessage message) {
  classifier_.RunOnWorker(
      flow, message.bytes,
      [self = shared_from_this(), message = std::move(message)](size_t) mutable {
        const size_t bytes = message.bytes;
        self->OpenOnWorker(bytes, Parse(std::move(message)));
      });
}

void StreamSession::OpenOnWorker(size_t bytes, absl::StatusOr<v1::ClassifyStreamRequest> first) {
  const bool has_options = first.ok() && first->has_options();
  auto options = std::make_shared<v1::ClassifyOptions>();
  if (has_options) *options = std::move(*first->mutable_options());
  const absl::Status status = classifier_.CheckOptions(*options);
  {
    MutexLock lock(mu_);
    if (!status.ok()) return Fail(status);
    flow_.is_bulk = options->priority() == v1::PRIORITY_BULK;
    options_ = std::move(options);
    if (has_options) {
      window_.Drop(bytes);
      window_.Resume();
      return Advance();
    }
  }
  Submit({bytes, [first = std::move(first)]() mutable { return ArticleIn(std::move(first)); }});
}

absl::StatusOr<Permit> StreamSession::Admit(size_t bytes) {
  const WorkSize size = {.articles = 1, .bytes = bytes};
  if (computing_ == 0) return classifier_.admission().AdmitAlways(flow_, size);
  return classifier_.admission().Admit(flow_, size);
}

// Called with the window held; resumes it where the item got in.
void StreamSession::Submit(Item item) {
  ArticleCall call;
  {
    MutexLock lock(mu_);
    absl::StatusOr<Permit> permit = Admit(item.bytes);
    if (!permit.ok()) {
      parked_ = std::move(item);
      return;
    }
    ++computing_;
    ++read_articles_;
    read_bytes_ += item.bytes;
    call.permit = *std::move(permit);
    call.options = options_;
    window_.Resume();
    Advance();
  }
  call.read = std::move(item.read);
  call.request_id = request_id_;
  call.control = control_;
  call.done = [self = shared_from_this(), bytes = item.bytes](const v1::ArticleResult& result) {
    self->OnResult(bytes, result);
  };
  classifier_.ClassifyArticle(std::move(call));
}

void StreamSession::OnResult(size_t item_bytes, const v1::ArticleResult& result) {
  v1::ClassifyStreamResponse response;
  *response.mutable_result() = result;
  Answer answer = {item_bytes, response.SerializeAsString()};
  std::optional<Item> next;
  {
    MutexLock lock(mu_);
    --computing_;
    window_.AddAnswer();
    answers_.push_back(std::move(answer));
    next = TakeParked();
    Advance();
  }
  if (next.has_value()) Submit(*std::move(next));
}

std::optional<StreamSession::Item> StreamSession::TakeParked() {
  std::optional<Item> item;
  parked_.swap(item);
  if (window_.is_broken()) item.reset();
  return item;
}

void StreamSession::OnWritten(bool is_written) {
  MutexLock lock(mu_);
  window_.EndWrite(writing_bytes_);
  if (!is_written) return Fail(absl::CancelledError("the client went away"));
  Advance();
}

void StreamSession::OnCancel() {
  control_->Cancel();
  MutexLock lock(mu_);
  parked_.reset();
  Fail(absl::CancelledError("the call was cancelled by its caller, or its deadline has passed"));
}

void StreamSession::Drain() {
  MutexLock lock(mu_);
  if (!window_.is_closed()) {
    status_ = absl::UnavailableError(
        "the server is draining; send the articles without a result to another one");
  }
  window_.Close();
  Advance();
}

void StreamSession::Fail(const absl::Status& status) {
  if (!window_.is_broken()) status_ = status;
  window_.Break();
  answers_.clear();
  Advance();
}

void StreamSession::Advance() {
  if (is_ended_) return;
  if (window_.WantsWrite()) {
    window_.BeginWrite();
    writing_bytes_ = answers_.front().item_bytes;
    std::string bytes = std::move(answers_.front().bytes);
    answers_.pop_front();
    transport_.Write(std::move(bytes));
  }
  if (window_.WantsRead()) {
    window_.BeginRead();
    transport_.Read();
  }
  if (window_.WantsFinish()) {
    is_ended_ = true;
    classifier_.Observe({.front = "grpc",
                         .method = "ClassifyStream",
                         .code = status_.code(),
                         .client = flow_.client,
                         .request_id = request_id_,
                         .trace = &trace_,
                         .articles = read_articles_,
                         .bytes = read_bytes_});
    transport_.End(status_);
  }
}

}  // namespace tasnif
