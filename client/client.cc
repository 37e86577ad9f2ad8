#include "client/client.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "base/mutex.h"
#include "base/status.h"
#include "base/steady_clock.h"
#include "client/channel.h"
#include "client/connection.h"
#include "client/credentials.h"
#include "client/grpc_transport.h"
#include "client/stack.h"
#include "client/timer_thread.h"

namespace tasnif {
namespace {

// For each address, which are tried in turn: one that swallows packets must not cost a minute.
constexpr absl::Duration kConnectTimeout = absl::Seconds(10);

// One generator for all threads.
RandomSource MakeRandomSource() {
  struct Shared {
    Mutex mu;
    absl::BitGen generator ABSL_GUARDED_BY(mu);
  };
  return [shared = std::make_shared<Shared>()] {
    MutexLock lock(shared->mu);
    return absl::Uniform(shared->generator, 0.0, 1.0);
  };
}

std::string RandomPrefix() {
  absl::BitGen generator;
  return absl::StrCat(absl::Hex(absl::Uniform<uint32_t>(generator), absl::kZeroPad8));
}

// Results of a call of Classify() that are not all there yet.
struct Gathered {
  Mutex mu;
  CondVar changed;
  std::vector<v1::ArticleResult> results ABSL_GUARDED_BY(mu);
  absl::Status status ABSL_GUARDED_BY(mu);
  size_t missing ABSL_GUARDED_BY(mu) = 0;

  void Take(size_t begin, std::vector<ArticleOutcome> outcomes) {
    MutexLock lock(mu);
    for (size_t i = 0; i < outcomes.size(); ++i) {
      if (outcomes[i].ok()) {
        results[begin + i] = *std::move(outcomes[i]);
      } else if (status.ok()) {
        status = outcomes[i].status();
      }
    }
    missing -= outcomes.size();
    if (missing == 0) changed.SignalAll();
  }

  // false: an article has failed, so that more would be in vain.
  bool Expect(size_t count) {
    MutexLock lock(mu);
    if (status.ok()) missing += count;
    return status.ok();
  }
};

}  // namespace

// Everything that moves. Its end is in order: the stack is idle, the timer ends, then the stack.
struct Client::Machinery {
  SteadyClock clock;
  StatisticsCounters counters;
  std::atomic<size_t> next_connection = 0;
  std::unique_ptr<InFlightLimit> stack;
  std::unique_ptr<TimerThread> timer = std::make_unique<TimerThread>(clock);

  ~Machinery() {
    if (stack != nullptr) {
      stack->Flush();
      stack->WaitUntilIdle();
    }
    timer = nullptr;
  }

  void Send(Batch batch, absl::Duration timeout,
            absl::AnyInvocable<void(std::vector<ArticleOutcome>) &&> done) {
    batch.deadlines.assign(static_cast<size_t>(batch.request.articles_size()),
                           clock.Now() + timeout);
    counters.articles += batch.size();
    stack->Send(std::move(batch), [this, done = std::move(done)](Reply reply) mutable {
      std::vector<ArticleOutcome> outcomes;
      outcomes.reserve(reply.outcomes.size());
      for (TransportOutcome& outcome : reply.outcomes) {
        Count(outcome.result);
        outcomes.push_back(std::move(outcome.result));
      }
      std::move(done)(std::move(outcomes));
    });
  }

  void Count(const ArticleOutcome& outcome) {
    ++(!outcome.ok()          ? counters.failed
       : outcome->has_error() ? counters.refused
                              : counters.labelled);
  }
};

Client::Client(ClientOptions options)
    : options_(std::move(options)), machinery_(std::make_unique<Machinery>()) {
  std::vector<std::unique_ptr<Transport>> servers;
  for (const std::string& address : options_.addresses) {
    connections_.push_back(std::make_unique<Connection>(options_, address));
    servers.push_back(MakeGrpcTransport(
        options_, address, MakeChannel(options_, address, Watch::kHealth), machinery_->clock));
  }
  machinery_->stack = MakeStack(options_,
                                {.clock = machinery_->clock,
                                 .timer = *machinery_->timer,
                                 .random = MakeRandomSource(),
                                 .counters = machinery_->counters,
                                 .id_prefix = RandomPrefix()},
                                std::move(servers));
}

Client::~Client() = default;

absl::StatusOr<std::unique_ptr<Client>> Client::Connect(ClientOptions options) {
  if (options.addresses.empty()) {
    return absl::InvalidArgumentError("no server address; give HOST:PORT, such as 127.0.0.1:8500");
  }
  TASNIF_RETURN_IF_ERROR(CheckToken(options));
  TASNIF_RETURN_IF_ERROR(MakeCredentials(options.tls, PosixFiles(), absl::Now()).status());
  std::unique_ptr<Client> client(new Client(std::move(options)));
  TASNIF_RETURN_IF_ERROR(client->CheckAnyServes());
  return client;
}

// The first call makes the connection; it does not wait for a server that refuses it.
absl::Status Client::CheckAnyServes() const {
  absl::Status first;
  for (const auto& connection : connections_) {
    const absl::Status status = connection->Check("", std::min(options_.timeout, kConnectTimeout));
    if (status.ok()) return status;
    if (first.ok()) first = status;
  }
  return first;
}

Client::Connection& Client::NextConnection() {
  return *connections_[machinery_->next_connection.fetch_add(1) % connections_.size()];
}

absl::StatusOr<std::vector<v1::ArticleResult>> Client::Classify(
    absl::Span<const v1::Article> articles, const v1::ClassifyOptions& options) {
  auto gathered = std::make_shared<Gathered>();
  {
    MutexLock lock(gathered->mu);
    gathered->results.resize(articles.size());
  }
  // In pieces of a call, so that the wait for room holds the copies back as well.
  const size_t step = std::max<size_t>(options_.max_articles_per_call, 1);
  for (size_t begin = 0; begin < articles.size(); begin += step) {
    const absl::Span<const v1::Article> piece = articles.subspan(begin, step);
    if (!gathered->Expect(piece.size())) break;
    Batch batch;
    *batch.request.mutable_options() = options;
    for (const v1::Article& article : piece) *batch.request.add_articles() = article;
    batch.waits_for_room = true;
    machinery_->Send(std::move(batch), options_.timeout,
                     [gathered, begin](std::vector<ArticleOutcome> outcomes) {
                       gathered->Take(begin, std::move(outcomes));
                     });
  }
  MutexLock lock(gathered->mu);
  while (gathered->missing > 0) gathered->changed.Wait(gathered->mu);
  if (!gathered->status.ok()) return gathered->status;
  return std::move(gathered->results);
}

ArticleOutcome Client::ClassifyOne(v1::Article article, const v1::ClassifyOptions& options) {
  auto results = Classify(absl::MakeConstSpan(&article, 1), options);
  if (!results.ok()) return results.status();
  return std::move(results->front());
}

void Client::ClassifyAsync(v1::Article article, const v1::ClassifyOptions& options,
                           absl::AnyInvocable<void(ArticleOutcome) &&> done) {
  std::vector<v1::Article> articles;
  articles.push_back(std::move(article));
  ClassifyAsync(std::move(articles), options,
                [done = std::move(done)](std::vector<ArticleOutcome> outcomes) mutable {
                  std::move(done)(std::move(outcomes.front()));
                });
}

void Client::ClassifyAsync(std::vector<v1::Article> articles, const v1::ClassifyOptions& options,
                           absl::AnyInvocable<void(std::vector<ArticleOutcome>) &&> done) {
  Batch batch;
  *batch.request.mutable_options() = options;
  for (v1::Article& article : articles) batch.request.add_articles()->Swap(&article);
  batch.waits_for_room = !options_.fails_fast;
  machinery_->Send(std::move(batch), options_.timeout, std::move(done));
}

std::future<ArticleOutcome> Client::Submit(v1::Article article,
                                           const v1::ClassifyOptions& options) {
  std::promise<ArticleOutcome> promise;
  std::future<ArticleOutcome> future = promise.get_future();
  ClassifyAsync(std::move(article), options,
                [promise = std::move(promise)](ArticleOutcome outcome) mutable {
                  promise.set_value(std::move(outcome));
                });
  return future;
}

void Client::ClassifyStream(const std::function<bool(v1::Article*)>& next,
                            const v1::ClassifyOptions& options,
                            const std::function<void(ArticleOutcome)>& sink) {
  std::deque<std::future<ArticleOutcome>> waiting;
  const auto submit = [&](v1::Article article) {
    auto promise = std::make_shared<std::promise<ArticleOutcome>>();
    waiting.push_back(promise->get_future());
    Batch batch;
    *batch.request.mutable_options() = options;
    batch.request.add_articles()->Swap(&article);
    batch.waits_for_room = true;  // Whatever the options say: this call waits by its nature.
    machinery_->Send(std::move(batch), options_.timeout,
                     [promise](std::vector<ArticleOutcome> outcomes) {
                       promise->set_value(std::move(outcomes.front()));
                     });
  };
  const auto take_first = [&] {
    sink(waiting.front().get());
    waiting.pop_front();
  };
  const auto is_first_ready = [&] {
    return !waiting.empty() &&
           waiting.front().wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  };
  v1::Article article;
  while (next(&article)) {
    while (waiting.size() >= std::max<size_t>(options_.in_flight.max_articles, 1)) take_first();
    submit(std::exchange(article, {}));
    while (is_first_ready()) take_first();
  }
  Flush();
  while (!waiting.empty()) take_first();
}

void Client::Flush() { machinery_->stack->Flush(); }
void Client::Cancel() { machinery_->stack->Cancel(); }
ClientStatistics Client::statistics() const { return machinery_->counters.Snapshot(); }

absl::StatusOr<v1::ListModelsResponse> Client::ListModels(const std::string& head) {
  v1::ListModelsRequest request;
  request.set_head(head);
  return NextConnection().ListModels(request);
}

absl::StatusOr<v1::GetModelResponse> Client::GetModel(const std::string& reference) {
  v1::GetModelRequest request;
  request.set_model(reference);
  return NextConnection().GetModel(request);
}

absl::StatusOr<v1::Model> Client::SetAlias(const v1::SetAliasRequest& request) {
  TASNIF_ASSIGN_OR_RETURN(v1::SetAliasResponse response, NextConnection().SetAlias(request));
  return std::move(*response.mutable_model());
}

absl::StatusOr<v1::Model> Client::Rollback(const v1::RollbackRequest& request) {
  TASNIF_ASSIGN_OR_RETURN(v1::RollbackResponse response, NextConnection().Rollback(request));
  return std::move(*response.mutable_model());
}

absl::StatusOr<v1::Model> Client::SetTraffic(const v1::SetTrafficRequest& request) {
  TASNIF_ASSIGN_OR_RETURN(v1::SetTrafficResponse response, NextConnection().SetTraffic(request));
  return std::move(*response.mutable_model());
}

absl::StatusOr<v1::GetShadowReportResponse> Client::GetShadowReport(const std::string& head) {
  v1::GetShadowReportRequest request;
  request.set_head(head);
  return NextConnection().GetShadowReport(request);
}

absl::StatusOr<v1::SubmitCorrectionResponse> Client::SubmitCorrection(
    const v1::SubmitCorrectionRequest& request) {
  return NextConnection().SubmitCorrection(request);
}

absl::StatusOr<v1::ListCorrectionsResponse> Client::ListCorrections(
    const v1::ListCorrectionsRequest& request) {
  return NextConnection().ListCorrections(request);
}

absl::StatusOr<v1::ListCorrectedArticlesResponse> Client::ListCorrectedArticles(
    const v1::ListCorrectedArticlesRequest& request) {
  return NextConnection().ListCorrectedArticles(request);
}

absl::Status Client::Check(std::string_view service) {
  for (const auto& connection : connections_) {
    TASNIF_RETURN_IF_ERROR(connection->Check(service, options_.timeout));
  }
  return absl::OkStatus();
}

}  // namespace tasnif
