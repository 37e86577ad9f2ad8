#include "server/http_api.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "server/client_name.h"
#include "server/http_classify.h"
#include "server/http_error.h"
#include "server/json_body.h"
#include "server/model_list.h"
#include "server/page_files.h"
#include "server/request_id.h"
#include "server/submit_correction.h"

namespace tasnif {
namespace {

constexpr char kJson[] = "application/json";
constexpr char kPlain[] = "text/plain; charset=utf-8";
constexpr char kMetricsType[] = "text/plain; version=0.0.4; charset=utf-8";
// Answers that are no pages have nothing to load.
constexpr char kApiPolicy[] = "default-src 'none'; frame-ancestors 'none'";

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

absl::StatusOr<absl::Time> DeadlineOf(const HttpRequest& request, absl::Time now) {
  const std::string_view timeout = request.Header("request-timeout");
  if (timeout.empty()) return absl::InfiniteFuture();
  double seconds = 0;
  if (!absl::SimpleAtod(View(timeout), &seconds) || !(seconds > 0)) {
    return absl::InvalidArgumentError(absl::StrCat("Request-Timeout is '", View(timeout),
                                                   "', expected seconds over 0, such as 2.5"));
  }
  return now + absl::Seconds(seconds);
}

absl::Status Draining() {
  return absl::UnavailableError("the server is draining; send the call to another one");
}

HttpResponse Plain(std::string body) { return {.content_type = kPlain, .body = std::move(body)}; }

absl::StatusOr<v1::SubmitCorrectionResponse> Submit(const std::string& body, const Identity& who,
                                                    const HttpApiParts& parts) {
  v1::SubmitCorrectionRequest request;
  TASNIF_RETURN_IF_ERROR(ReadJson(body, &request));
  return SubmitCorrection(request.correction(), who, parts.registry, parts.feedback);
}

absl::Status NoSuchPath(std::string_view path) {
  return absl::NotFoundError(
      absl::StrCat("nothing is at '", View(path), "'; /openapi.yaml lists what is"));
}

}  // namespace

// One request on its way to its answer.
class HttpApi::Call {
 public:
  Call(std::shared_ptr<HttpExchange> exchange, const HttpApiParts& parts)
      : exchange_(std::move(exchange)),
        observer_(parts.observer),
        clock_(parts.clock),
        received_(parts.clock.Now()),
        client_(ClientName(request().peer, request().Header(kClientIdHeader))),
        request_id_(RequestIdOr(request().Header(kRequestIdHeader))) {
    origin_ = {.front = "http",
               .method = "other",
               .trace = TraceContextOf(request().Header(kTraceParentHeader))};
  }

  const HttpRequest& request() const { return exchange_->request; }
  const std::string& client() const { return client_; }
  const std::string& request_id() const { return request_id_; }
  const CallOrigin& origin() const { return origin_; }
  absl::Time received() const { return received_; }
  void set_method(std::string_view literal) { origin_.method = literal; }
  void set_identity(Identity who) { who_ = std::move(who); }
  const Identity& identity() const { return who_; }
  void set_on_gone(std::function<void()> on_gone) { exchange_->on_gone = std::move(on_gone); }

  // Answers, and tells the observer.
  void Finish(HttpResponse response) { Finish(std::move(response), absl::StatusCode::kOk); }
  void Fail(int http_status, const absl::Status& status) {
    Finish(ErrorResponse(http_status, status, request_id_), status.code());
  }
  void Fail(const absl::Status& status) { Fail(HttpStatusOf(status.code()), status); }

  // Another method is meant.
  void Refuse(std::string_view method) {
    const absl::Status status = absl::UnimplementedError(
        absl::StrCat(request().method, " is not for '", request().path, "'; use ", View(method)));
    HttpResponse response = ErrorResponse(405, status, request_id_);
    response.headers.emplace_back("Allow", method == "GET" ? "GET, HEAD" : std::string(method));
    Finish(std::move(response), status.code());
  }

  // A message in JSON, or the status.
  template <typename Message>
  void FinishWith(const absl::StatusOr<Message>& message) {
    absl::StatusOr<HttpResponse> response = ToResponse(message);
    return response.ok() ? Finish(*std::move(response)) : Fail(response.status());
  }

  // The same for a call that the classifier has told the observer of.
  template <typename Message>
  void AnswerWith(const absl::StatusOr<Message>& message) {
    absl::StatusOr<HttpResponse> response = ToResponse(message);
    Respond(response.ok() ? *std::move(response) : ErrorResponse(response.status(), request_id_));
  }

 private:
  template <typename Message>
  static absl::StatusOr<HttpResponse> ToResponse(const absl::StatusOr<Message>& message) {
    TASNIF_RETURN_IF_ERROR(message.status());
    TASNIF_ASSIGN_OR_RETURN(std::string json, WriteJson(*message));
    return HttpResponse{.content_type = kJson, .body = std::move(json) + "\n"};
  }

  void Finish(HttpResponse response, absl::StatusCode code) {
    observer_.OnCall({.front = origin_.front,
                      .method = origin_.method,
                      .code = code,
                      .client = client_,
                      .request_id = request_id_,
                      .trace = &origin_.trace,
                      .bytes = request().body.size(),
                      .compute = clock_.Now() - received_});
    Respond(std::move(response));
  }

  void Respond(HttpResponse response) {
    HttpFields& headers = response.headers;
    headers.emplace_back("X-Request-Id", request_id_);
    headers.emplace_back("X-Content-Type-Options", "nosniff");
    headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
    headers.emplace_back("Referrer-Policy", "no-referrer");
    const bool has_policy = std::any_of(headers.begin(), headers.end(), [](const auto& header) {
      return header.first == "Content-Security-Policy";
    });
    if (!has_policy) {
      headers.emplace_back("Content-Security-Policy", kApiPolicy);
      headers.emplace_back("Cache-Control", "no-store");
    }
    if (!origin_.trace.empty()) {
      headers.emplace_back("traceparent", TraceParent(origin_.trace));
    }
    exchange_->Respond(std::move(response));
  }

  const std::shared_ptr<HttpExchange> exchange_;
  CallObserver& observer_;
  const Clock& clock_;
  const absl::Time received_;
  const std::string client_;
  const std::string request_id_;
  CallOrigin origin_;
  Identity who_;  // Where the path asks for a role.
};

struct HttpApi::Route {
  std::string_view path;
  std::string_view method;       // "GET" stands for HEAD, too.
  std::string_view method_name;  // In metrics and the access log.
  std::optional<Role> role;      // Nothing: for everybody.
  void (HttpApi::*answer)(std::shared_ptr<Call> call) const;
};

const HttpApi::Route* HttpApi::FindRoute(std::string_view path) {
  static constexpr Route kRoutes[] = {
      {"/v1/articles:classify", "POST", "Classify", Role::kClassify, &HttpApi::Classify},
      {"/v1/feedback", "POST", "SubmitCorrection", Role::kFeedback, &HttpApi::SubmitFeedback},
      {"/v1/models", "GET", "ListModels", Role::kClassify, &HttpApi::ListModels},
      {"/v1/server", "GET", "server", std::nullopt, &HttpApi::TellServer},
      {"/healthz", "GET", "healthz", std::nullopt, &HttpApi::TellHealth},
      {"/readyz", "GET", "readyz", std::nullopt, &HttpApi::TellReadiness},
      {"/metrics", "GET", "metrics", std::nullopt, &HttpApi::TellMetrics},
  };
  static constexpr Route kFile = {"", "GET", "page", std::nullopt, &HttpApi::GiveFile};
  const auto* found = std::find_if(std::begin(kRoutes), std::end(kRoutes),
                                   [path](const Route& route) { return route.path == path; });
  if (found != std::end(kRoutes)) return found;
  return FindPageFile(path) == nullptr ? nullptr : &kFile;
}

void HttpApi::Handle(std::shared_ptr<HttpExchange> exchange) const {
  auto call = std::make_shared<Call>(std::move(exchange), parts_);
  const HttpRequest& request = call->request();
  if (absl::Status status = guard_.Check(request); !status.ok()) return call->Fail(status);
  const Route* route = FindRoute(request.path);
  if (route == nullptr) return call->Fail(NoSuchPath(request.path));
  call->set_method(route->method_name);
  const bool is_allowed =
      request.method == route->method || (request.method == "HEAD" && route->method == "GET");
  if (!is_allowed) return call->Refuse(route->method);
  if (absl::Status status = CheckAccess(*route, call.get()); !status.ok()) {
    return call->Fail(status);
  }
  (this->*route->answer)(std::move(call));
}

absl::Status HttpApi::CheckAccess(const Route& route, Call* call) const {
  if (!route.role.has_value()) return absl::OkStatus();
  TASNIF_ASSIGN_OR_RETURN(
      Identity who,
      parts_.access.Check({.bearer = BearerOf(call->request().Header("authorization")),
                           .is_loopback = options_.guard.is_loopback,
                           .address = call->client()},
                          *route.role));
  call->set_identity(std::move(who));
  return absl::OkStatus();
}

void HttpApi::Classify(std::shared_ptr<Call> call) const {
  const HttpRequest& request = call->request();
  if (absl::Status status = CheckClassifyBody(request); !status.ok())
    return call->Fail(415, status);
  const absl::StatusOr<absl::Time> deadline = DeadlineOf(request, call->received());
  if (!deadline.ok()) return call->Fail(deadline.status());
  if (!parts_.drain.Enter()) return call->Fail(Draining());
  auto control = std::make_shared<CallControl>(parts_.clock, *deadline);
  call->set_on_gone([control] { control->Cancel(); });
  const Flow flow = {.client = call->client(), .is_bulk = request.Query("priority") == "bulk"};
  parts_.classifier.Classify({.flow = flow,
                              .size = {.articles = 1, .bytes = request.body.size()},
                              .read = [call] { return ReadClassifyBody(call->request()); },
                              .request_id = call->request_id(),
                              .control = control,
                              .received = call->received(),
                              .origin = call->origin(),
                              .done =
                                  [call, &drain = parts_.drain](auto answer) {
                                    // The listener waits for the answer itself.
                                    drain.Leave();
                                    call->AnswerWith(answer);
                                  }});
}

void HttpApi::SubmitFeedback(std::shared_ptr<Call> call) const {
  if (MediaType(call->request().Header("content-type")) != kJson) {
    return call->Fail(415, absl::UnimplementedError(
                               "Content-Type must be application/json: a SubmitCorrectionRequest"));
  }
  if (!parts_.drain.Enter()) return call->Fail(Draining());
  parts_.executor.Run([this, call](size_t) {
    const auto answer = Submit(call->request().body, call->identity(), parts_);
    parts_.drain.Leave();
    call->FinishWith(answer);
  });
}

void HttpApi::ListModels(std::shared_ptr<Call> call) const {
  parts_.executor.Run([this, call](size_t) {
    call->FinishWith(tasnif::ListModels(parts_.registry, call->request().Query("head")));
  });
}

void HttpApi::TellServer(std::shared_ptr<Call> call) const {
  call->Finish({.content_type = kJson, .body = options_.server_info + "\n"});
}

void HttpApi::TellHealth(std::shared_ptr<Call> call) const { call->Finish(Plain("ok\n")); }

void HttpApi::TellReadiness(std::shared_ptr<Call> call) const {
  if (parts_.drain.is_draining()) return call->Fail(Draining());
  if (parts_.registry.Snapshot()->heads().empty()) {
    return call->Fail(absl::UnavailableError("no head has a model that can answer"));
  }
  call->Finish(Plain("ready\n"));
}

void HttpApi::TellMetrics(std::shared_ptr<Call> call) const {
  if (options_.metrics == nullptr) return call->Fail(NoSuchPath("/metrics"));
  parts_.executor.Run([this, call](size_t) {
    call->Finish({.content_type = kMetricsType, .body = options_.metrics()});
  });
}

void HttpApi::GiveFile(std::shared_ptr<Call> call) const {
  const PageFile& file = *FindPageFile(call->request().path);
  call->Finish(
      {.content_type = std::string(file.content_type),
       .headers = {{"Content-Security-Policy", kPagePolicy}, {"Cache-Control", "no-cache"}},
       .body = std::string(file.bytes)});
}

}  // namespace tasnif
