#include "client/grpc_transport.h"

#include <grpcpp/client_context.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/mutex.h"
#include "client/channel.h"
#include "client/convert.h"
#include "tasnif/v1/classifier.grpc.pb.h"

namespace tasnif {
namespace {

constexpr char kPushbackTrailer[] = "grpc-retry-pushback-ms";
constexpr char kRequestIdHeader[] = "x-request-id";

// As gRFC A6 has it: what is no number asks for no retry, as a negative one does.
std::optional<absl::Duration> PushbackOf(const grpc::ClientContext& context) {
  const auto& trailers = context.GetServerTrailingMetadata();
  const auto found = trailers.find(kPushbackTrailer);
  if (found == trailers.end()) return std::nullopt;
  int64_t milliseconds = -1;
  if (!absl::SimpleAtoi(absl::string_view(found->second.data(), found->second.size()),
                        &milliseconds)) {
    milliseconds = -1;
  }
  return absl::Milliseconds(milliseconds);
}

absl::Status CheckCount(const v1::ClassifyResponse& response, size_t expected) {
  if (static_cast<size_t>(response.results_size()) == expected) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("the server gave ", response.results_size(),
                                          " results for ", expected,
                                          " articles; its version may differ from this client's"));
}

// What to do where nobody answers. gRPC tells what went wrong with TLS, but not that it was TLS.
std::string WayToReach(const std::string& address, bool has_tls, absl::string_view message) {
  if (has_tls && absl::StrContains(absl::AsciiStrToLower(message), "handshake")) {
    return "; somebody is there, but TLS failed: is the server's authority in --ca, is the address "
           "in its certificate, does it ask for --cert and --key?";
  }
  return absl::StrCat("; is it running there", has_tls ? " and serving TLS" : " and without TLS",
                      "? Start one with 'tasnif serve --address ", address, "'");
}

// What one call needs until it has ended.
struct Call {
  grpc::ClientContext context;
  Batch batch;
  v1::ClassifyResponse response;
  Transport::Done done;
};

class GrpcTransport : public Transport {
 public:
  GrpcTransport(const ClientOptions& options, const std::string& address,
                std::shared_ptr<grpc::Channel> channel, const Clock& clock)
      : options_(options),
        address_(address),
        clock_(clock),
        stub_(v1::Classifier::NewStub(std::move(channel))) {}

  void Send(Batch batch, Done done) override {
    const auto first = std::min_element(batch.deadlines.begin(), batch.deadlines.end());
    auto call = std::make_unique<Call>();
    PrepareContext(options_, *first - clock_.Now(), &call->context);
    if (!batch.request_id.empty()) call->context.AddMetadata(kRequestIdHeader, batch.request_id);
    call->batch = std::move(batch);
    call->done = std::move(done);
    if (!Register(&call->context)) {
      return std::move(call->done)(
          FailAll(std::move(call->batch), absl::CancelledError("the client was cancelled")));
    }
    Call* const raw = call.release();
    stub_->async()->Classify(&raw->context, &raw->batch.request, &raw->response,
                             [this, raw](const grpc::Status& status) {
                               End(std::unique_ptr<Call>(raw), FromGrpcStatus(status));
                             });
  }

  void Flush() override {}

  void Cancel() override {
    MutexLock lock(mu_);
    is_cancelled_ = true;
    for (grpc::ClientContext* context : running_) context->TryCancel();
  }

 private:
  // false: cancelled before it began.
  bool Register(grpc::ClientContext* context) {
    MutexLock lock(mu_);
    if (!is_cancelled_) running_.insert(context);
    return !is_cancelled_;
  }

  void End(std::unique_ptr<Call> call, absl::Status status) {
    {
      MutexLock lock(mu_);
      running_.erase(&call->context);
    }
    if (status.ok()) status = CheckCount(call->response, call->batch.size());
    Done done = std::move(call->done);
    Reply reply = status.ok() ? Answered(*call) : Failed(*call, status);
    // The context holds the channel, and gRPC (1.51) crashes where the last hold of one is let go
    // on this thread, its own. Nothing of this transport after `done`: its owner may wait for just
    // that.
    call = nullptr;
    std::move(done)(std::move(reply));
  }

  Reply Answered(Call& call) const {
    std::vector<TransportOutcome> outcomes(call.batch.size());
    for (size_t i = 0; i < outcomes.size(); ++i) {
      const int at = static_cast<int>(i);
      outcomes[i].result = std::move(*call.response.mutable_results(at));
      outcomes[i].result->set_id(call.batch.request.articles(at).id());
    }
    return {std::move(call.batch), std::move(outcomes)};
  }

  Reply Failed(Call& call, const absl::Status& status) const {
    const absl::Status explained = Explain(status, call.batch.request_id);
    return FailAll(std::move(call.batch), explained, PushbackOf(call.context));
  }

  absl::Status Explain(const absl::Status& status, const std::string& request_id) const {
    const absl::Status explained = ExplainStatus(status, address_, options_);
    if (request_id.empty()) return explained;
    return absl::Status(explained.code(),
                        absl::StrCat(explained.message(), " [request ", request_id, "]"));
  }

  // Constant after construction.
  const ClientOptions options_;
  const std::string address_;
  const Clock& clock_;
  const std::unique_ptr<v1::Classifier::Stub> stub_;

  Mutex mu_;
  std::unordered_set<grpc::ClientContext*> running_ ABSL_GUARDED_BY(mu_);
  bool is_cancelled_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace

std::unique_ptr<Transport> MakeGrpcTransport(const ClientOptions& options,
                                             const std::string& address,
                                             std::shared_ptr<grpc::Channel> channel,
                                             const Clock& clock) {
  return std::make_unique<GrpcTransport>(options, address, std::move(channel), clock);
}

absl::Status ExplainStatus(const absl::Status& status, const std::string& address,
                           const ClientOptions& options) {
  if (status.ok()) return status;
  std::string message = absl::StrCat("server ", address, ": ", status.message());
  if (absl::IsUnavailable(status)) {
    absl::StrAppend(&message, WayToReach(address, options.tls.is_on(), status.message()));
  }
  if (absl::IsDeadlineExceeded(status)) {
    absl::StrAppend(&message, " (timeout ", absl::FormatDuration(options.timeout),
                    "); allow more time, or send fewer articles a call");
  }
  return absl::Status(status.code(), message);
}

}  // namespace tasnif
