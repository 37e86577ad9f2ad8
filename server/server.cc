#include "server/server.h"

#include <grpcpp/ext/channelz_service_plugin.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <algorithm>
#include <chrono>
#include <climits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/json.h"
#include "base/status.h"
#include "registry/reloader.h"
#include "server/access_control.h"
#include "server/call_access.h"
#include "server/classifier_service.h"
#include "server/feedback_service.h"
#include "server/http_front.h"
#include "server/idle_thread.h"
#include "server/inference_service.h"
#include "server/listen_address.h"
#include "server/metrics_source.h"
#include "server/models_service.h"
#include "server/server_credentials.h"

namespace tasnif {
namespace {

// A call whose bytes are on the way when the signal comes is still answered with UNAVAILABLE, which
// clients retry elsewhere; gRPC's own shutdown would answer it with CANCELLED, which they do not.
constexpr absl::Duration kLameDuck = absl::Milliseconds(250);

// gRPC takes plugins per process, for every server that is built afterwards.
void RegisterPlugins() {
  static const bool registered = [] {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    grpc::channelz::experimental::InitChannelzService();
    return true;
  }();
  (void)registered;
}

absl::StatusOr<ListenAddress> AllowedAddress(const ServerOptions& options) {
  return CheckListenAddress(options.address,
                            {.allow_remote = options.allow_remote,
                             .has_tls = options.tls.is_on(),
                             .has_tokens = options.access != nullptr && options.access->has_file(),
                             .allow_plaintext_tokens = options.allow_plaintext_tokens});
}

// The same rule for the HTTP port.
absl::StatusOr<ListenAddress> AllowedHttpAddress(ServerOptions options) {
  options.address = options.http.address;
  options.tls = {};  // HTTP has none of its own.
  return AllowedAddress(options);
}

// gRPC knows only the services that it is told of; "" stands for the server as such and is known.
void StartHealth(grpc::HealthCheckServiceInterface* health) {
  for (const char* service :
       {v1::Classifier::service_full_name(), v1::Models::service_full_name(),
        v1::Feedback::service_full_name(), inference::GRPCInferenceService::service_full_name()}) {
    health->SetServingStatus(service, true);
  }
}

// What a client of the HTTP port may want to know beforehand.
std::string ServerInfo(const ServerOptions& options) {
  return DumpJson(Json{{"version", options.version},
                       {"feedback", options.feedback != nullptr},
                       {"max_articles", options.max_articles},
                       {"max_message_bytes", options.max_message_bytes},
                       {"max_article_bytes", options.labeller.max_article_bytes}});
}

// gRPC counts in int milliseconds, and INT_MAX means never.
int Milliseconds(absl::Duration duration) {
  return static_cast<int>(std::min<int64_t>(absl::ToInt64Milliseconds(duration), INT_MAX));
}

void SetConnectionLimits(const ConnectionOptions& options, grpc::ServerBuilder* builder) {
  const std::pair<const char*, absl::Duration> kArguments[] = {
      {GRPC_ARG_KEEPALIVE_TIME_MS, options.keepalive},
      {GRPC_ARG_KEEPALIVE_TIMEOUT_MS, options.keepalive_timeout},
      {GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, options.min_client_ping},
      {GRPC_ARG_MAX_CONNECTION_AGE_MS, options.max_age},
      {GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, options.max_age_grace},
      {GRPC_ARG_MAX_CONNECTION_IDLE_MS, options.max_idle}};
  for (const auto& [name, duration] : kArguments) {
    builder->AddChannelArgument(name, Milliseconds(duration));
  }
  // Also where no call is under way: a client that keeps a connection for later may do so.
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
}

void SetLimits(const ServerOptions& options, bool is_loopback, grpc::ServerBuilder* builder) {
  builder->SetMaxReceiveMessageSize(static_cast<int>(options.max_message_bytes));
  builder->SetMaxSendMessageSize(-1);  // Explanations make answers larger than requests.
  SetConnectionLimits(options.connection, builder);
  // Otherwise a second server on the same port would silently take half of the calls.
  builder->AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // It names who is connected, and asks nobody who they are.
  builder->AddChannelArgument(GRPC_ARG_ENABLE_CHANNELZ, is_loopback ? 1 : 0);
}

// Whoever is told of calls, and has no part in their answers.
struct Observation {
  explicit Observation(CallObserver* access_log) : observers(All(access_log)) {}

  std::vector<CallObserver*> All(CallObserver* access_log) {
    if (access_log == nullptr) return {&metrics};
    return {&metrics, access_log};
  }

  Metrics metrics;
  CallObservers observers;
  IdleThread idle;  // Who asks versions in the shadow.
};

}  // namespace

// Members are destroyed from the last to the first: calls end before what they use.
struct Server::Impl {
  Impl(const ServerOptions& options, const ListenAddress& address,
       std::unique_ptr<Observation> observation_in, std::unique_ptr<Classifier> classifier_in,
       Registry& registry, Executor& executor, const Clock& clock)
      : without_file(AccessControl::WithoutFile(clock)),
        rules(options.access != nullptr ? *options.access : *without_file),
        access(rules, IsLoopback(address.host)),
        observation(std::move(observation_in)),
        streams(options.max_streams),
        classifier(std::move(classifier_in)),
        metrics_source(observation->metrics, registry, *classifier, clock, options.version),
        classifier_service(*classifier, options.stream, streams, clock, drain, access),
        feed(registry.List()),
        admin(registry, PosixFiles(), feed, clock),
        reloader(registry, options.reload, clock,
                 [this, &registry, tell = options.on_reload](const absl::Status& status) {
                   const bool has_changed = feed.Publish([&registry] { return registry.List(); });
                   if (has_changed) metrics_source.OnReload(status);
                   if (has_changed && tell != nullptr) tell(status);
                 }),
        models_service(
            {registry, executor, reloader, admin, feed, drain, access, *classifier->shadow_book()}),
        feedback_service(options.feedback, registry, executor, access, drain),
        inference_service({*classifier, registry, clock, executor, reloader, admin, streams, drain,
                           access, options.stream}) {}

  absl::Status Listen(const ServerOptions& options, const ListenAddress& address) {
    grpc::ServerBuilder builder;
    SetLimits(options, IsLoopback(address.host), &builder);
    host = address.host;
    builder.AddListeningPort(JoinAddress(address.host, address.port),
                             MakeServerCredentials(options.tls), &port);
    builder.RegisterService(&classifier_service);
    builder.RegisterService(&models_service);
    builder.RegisterService(&feedback_service);
    builder.RegisterService(&inference_service);
    server = builder.BuildAndStart();
    if (server != nullptr && port > 0) return absl::OkStatus();
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", options.address,
                     ": the port is in use, not permitted, or the address is not of this machine; "
                     "choose another --address, or port 0 for a free one"));
  }

  absl::Status ListenHttp(const ServerOptions& options, const HttpApiParts& parts) {
    if (options.http.address.empty()) return absl::OkStatus();
    HttpApiOptions api = {.server_info = ServerInfo(options),
                          .metrics = [this] { return metrics_source.Text(); }};
    TASNIF_ASSIGN_OR_RETURN(const ListenAddress address, AllowedHttpAddress(options));
    TASNIF_ASSIGN_OR_RETURN(http, HttpFront::Create(address, options, std::move(api), parts));
    return absl::OkStatus();
  }

  std::unique_ptr<AccessControl> without_file;
  const AccessControl& rules;
  CallAccess access;
  std::unique_ptr<Observation> observation;
  Drain drain;
  LiveStreams streams;
  std::unique_ptr<Classifier> classifier;
  MetricsSource metrics_source;
  ClassifierService classifier_service;
  ModelFeed feed;
  ModelAdmin admin;
  Reloader reloader;
  ModelsService models_service;
  FeedbackService feedback_service;
  InferenceService inference_service;
  std::string host;
  int port = 0;
  std::unique_ptr<HttpFront> http;  // Null where there is no HTTP port.
  std::unique_ptr<grpc::Server> server;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

absl::StatusOr<std::unique_ptr<Server>> Server::Create(const ServerOptions& options,
                                                       Registry& registry, Executor& executor,
                                                       const Clock& clock) {
  TASNIF_ASSIGN_OR_RETURN(const ListenAddress address, AllowedAddress(options));
  TASNIF_RETURN_IF_ERROR(CheckServerTls(options.tls, PosixFiles(), clock.Now()));
  auto observation = std::make_unique<Observation>(options.access_log);
  TASNIF_ASSIGN_OR_RETURN(auto classifier,
                          Classifier::Create({.max_articles = options.max_articles,
                                              .admission = options.admission,
                                              .labeller = options.labeller,
                                              .observer = &observation->observers,
                                              .shadow_executor = &observation->idle},
                                             registry, executor, clock));
  RegisterPlugins();
  auto impl = std::make_unique<Impl>(options, address, std::move(observation),
                                     std::move(classifier), registry, executor, clock);
  TASNIF_RETURN_IF_ERROR(impl->Listen(options, address));
  TASNIF_RETURN_IF_ERROR(
      impl->ListenHttp(options, {*impl->classifier, registry, impl->rules, options.feedback,
                                 executor, clock, impl->drain, impl->observation->observers}));
  StartHealth(impl->server->GetHealthCheckService());
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::~Server() { Shutdown(absl::ZeroDuration()); }

int Server::port() const { return impl_->port; }

std::string Server::address() const { return JoinAddress(impl_->host, impl_->port); }

std::string Server::http_address() const {
  return impl_->http == nullptr ? "" : impl_->http->address();
}

void Server::Shutdown(absl::Duration grace) {
  const absl::Time deadline = absl::Now() + grace;
  impl_->server->GetHealthCheckService()->Shutdown();
  impl_->drain.Begin();
  impl_->streams.DrainAll();
  impl_->feed.Drain();
  impl_->drain.WaitUntilIdle(std::min(grace, kLameDuck), grace);
  if (impl_->http != nullptr) {
    impl_->http->Shutdown(std::max(deadline - absl::Now(), absl::ZeroDuration()));
  }
  // What is left outlived the grace, or only watches: a health watch, which every client of ours
  // has, was told, and would otherwise be waited for to the end of the grace.
  impl_->server->Shutdown(std::chrono::system_clock::now());
  impl_->server->Wait();
}

std::string GrpcVersion() { return grpc::Version(); }

}  // namespace tasnif
