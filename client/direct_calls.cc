#include "client/direct_calls.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/clock.h"
#include "base/mutex.h"
#include "client/convert.h"
#include "tasnif/v1/classifier.grpc.pb.h"

namespace tasnif {
namespace {

std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address, size_t number) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  // Channels with equal arguments share one connection.
  arguments.SetInt("tasnif.connection", static_cast<int>(number));
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

// Counts what is under way.
class OpenCalls {
 public:
  void Enter() {
    MutexLock lock(mu_);
    ++open_;
  }
  void Leave() {
    MutexLock lock(mu_);
    if (--open_ == 0) changed_.SignalAll();
  }
  void WaitUntilNone() {
    MutexLock lock(mu_);
    while (open_ > 0) changed_.Wait(mu_);
  }

 private:
  Mutex mu_;
  CondVar changed_;
  size_t open_ ABSL_GUARDED_BY(mu_) = 0;
};

// Everything a call needs until its answer.
struct UnaryCall {
  std::shared_ptr<const v1::ClassifyRequest> request;
  grpc::ClientContext context;
  v1::ClassifyResponse response;
  DirectCalls::OnAnswer done;
};

// The call is gone when this returns, and its hold of the channel with it.
void End(std::unique_ptr<UnaryCall> call, const grpc::Status& status) {
  if (!status.ok()) return call->done(FromGrpcStatus(status));
  call->done(std::move(call->response));
}

// Lives until OnDone and for as long as its handle does.
class StreamCore
    : public grpc::ClientBidiReactor<v1::ClassifyStreamRequest, v1::ClassifyStreamResponse> {
 public:
  StreamCore(DirectCalls::OnResult on_result, DirectCalls::OnEnd on_end, OpenCalls& open)
      : on_result_(std::move(on_result)), on_end_(std::move(on_end)), open_(open) {}

  void Start(v1::Classifier::Stub* stub, const v1::ClassifyOptions& options,
             std::shared_ptr<StreamCore> self) {
    self_ = std::move(self);
    open_.Enter();
    stub->async()->ClassifyStream(&context_, this);
    // The handle may still write after an answer to the last read.
    AddHold();
    v1::ClassifyStreamRequest first;
    *first.mutable_options() = options;
    Send(std::move(first));
    StartRead(&incoming_);
    StartCall();
  }

  void Send(v1::ClassifyStreamRequest message) {
    MutexLock lock(mu_);
    if (is_closed_) return;
    waiting_.push_back(std::move(message));
    WriteNext();
  }

  void Close() {
    MutexLock lock(mu_);
    if (std::exchange(is_closed_, true)) return;
    WriteNext();
  }

  void Cancel() {
    context_.TryCancel();
    Abandon();
  }

 private:
  void OnReadDone(bool is_read) override {
    if (!is_read) return Abandon();  // The server has ended the call.
    on_result_(incoming_.result());
    StartRead(&incoming_);
  }

  void OnWriteDone(bool is_written) override {
    MutexLock lock(mu_);
    is_writing_ = false;
    if (!is_written) {
      waiting_.clear();
      is_closed_ = true;
    }
    WriteNext();
  }

  void OnDone(const grpc::Status& status) override {
    on_end_(FromGrpcStatus(status));
    OpenCalls& open = open_;
    self_.reset();
    open.Leave();
  }

  void Abandon() {
    MutexLock lock(mu_);
    is_closed_ = true;
    waiting_.clear();
    WriteNext();
  }

  void WriteNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    if (is_writing_ || is_finished_) return;
    if (!waiting_.empty()) {
      is_writing_ = true;
      outgoing_ = std::move(waiting_.front());
      waiting_.pop_front();
      return StartWrite(&outgoing_);
    }
    if (!is_closed_) return;
    is_finished_ = true;
    StartWritesDone();
    RemoveHold();
  }

  // Constant after Start().
  const DirectCalls::OnResult on_result_;
  const DirectCalls::OnEnd on_end_;
  OpenCalls& open_;
  std::shared_ptr<StreamCore> self_;
  grpc::ClientContext context_;

  v1::ClassifyStreamResponse incoming_;  // One read at a time.

  Mutex mu_;
  v1::ClassifyStreamRequest outgoing_ ABSL_GUARDED_BY(mu_);
  std::deque<v1::ClassifyStreamRequest> waiting_ ABSL_GUARDED_BY(mu_);
  bool is_writing_ ABSL_GUARDED_BY(mu_) = false;
  bool is_closed_ ABSL_GUARDED_BY(mu_) = false;
  bool is_finished_ ABSL_GUARDED_BY(mu_) = false;
};

class StreamHandle : public DirectStream {
 public:
  explicit StreamHandle(std::shared_ptr<StreamCore> core) : core_(std::move(core)) {}
  ~StreamHandle() override { core_->Cancel(); }

  void Send(v1::Article article) override {
    v1::ClassifyStreamRequest message;
    *message.mutable_article() = std::move(article);
    core_->Send(std::move(message));
  }
  void Close() override { core_->Close(); }

 private:
  const std::shared_ptr<StreamCore> core_;
};

}  // namespace

struct DirectCalls::Impl {
  v1::Classifier::Stub* NextStub() { return stubs[next.fetch_add(1) % stubs.size()].get(); }

  std::vector<std::unique_ptr<v1::Classifier::Stub>> stubs;
  std::atomic<size_t> next = 0;
  OpenCalls open;
};

DirectCalls::DirectCalls(const std::string& address, size_t connections)
    : impl_(std::make_unique<Impl>()) {
  for (size_t i = 0; i < std::max<size_t>(connections, 1); ++i) {
    impl_->stubs.push_back(v1::Classifier::NewStub(MakeChannel(address, i)));
  }
}

DirectCalls::~DirectCalls() { impl_->open.WaitUntilNone(); }

void DirectCalls::Classify(std::shared_ptr<const v1::ClassifyRequest> request,
                           absl::Duration timeout, OnAnswer done) {
  auto* const call = new UnaryCall{.request = std::move(request), .done = std::move(done)};
  call->context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  impl_->open.Enter();
  impl_->NextStub()->async()->Classify(&call->context, call->request.get(), &call->response,
                                       [call, open = &impl_->open](const grpc::Status& status) {
                                         End(std::unique_ptr<UnaryCall>(call), status);
                                         open->Leave();
                                       });
}

std::unique_ptr<DirectStream> DirectCalls::OpenStream(const v1::ClassifyOptions& options,
                                                      OnResult on_result, OnEnd on_end) {
  auto core = std::make_shared<StreamCore>(std::move(on_result), std::move(on_end), impl_->open);
  core->Start(impl_->NextStub(), options, core);
  return std::make_unique<StreamHandle>(std::move(core));
}

}  // namespace tasnif
