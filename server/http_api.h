// server/http_api.h
//
// What the HTTP port answers, apart from any socket: the JSON twin of the gRPC services, health,
// metrics, and the page. docs/http.md is the manual, docs/openapi.yaml the contract.
//
//   POST /v1/articles:classify   Classifier.Classify (server/http_classify.h)
//   POST /v1/feedback            Feedback.SubmitCorrection
//   GET  /v1/models              Models.ListModels, ?head=
//   GET  /v1/server              version, limits, whether corrections are kept
//   GET  /healthz, /readyz       the process lives; it may be sent calls
//   GET  /metrics                Prometheus' text format
//   GET  /openapi.yaml, /, …     the files of server/page_files.h
//
//   HttpApi api(options, {…});
//   HttpListener::Create(listen, [&api](auto exchange) { api.Handle(std::move(exchange)); });
//
// Headers that are read: X-Request-Id, X-Client-Id, traceparent, Request-Timeout (seconds that the
// call may take, such as 2.5), Authorization (server/access_control.h). A foreign page gets nothing
// (server/http_guard.h).
//
// Threads: safe; Handle() never blocks and never computes. Calls of the classifier go its way,
// everything that waits or copies much runs on the executor.
#ifndef TASNIF_SERVER_HTTP_API_H_
#define TASNIF_SERVER_HTTP_API_H_

#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/executor.h"
#include "feedback/correction_store.h"
#include "registry/registry.h"
#include "server/access_control.h"
#include "server/call_observer.h"
#include "server/classifier.h"
#include "server/drain.h"
#include "server/http_guard.h"
#include "server/http_message.h"

namespace tasnif {

struct HttpApiOptions {
  HttpGuardOptions guard;
  // The answer of /v1/server, in JSON.
  std::string server_info;
  // The answer of /metrics; called on a worker. Empty: there is none.
  std::function<std::string()> metrics;
};

// All must outlive the API and every call.
struct HttpApiParts {
  Classifier& classifier;
  const Registry& registry;
  const AccessControl& access;
  CorrectionStore* feedback;  // May be null.
  Executor& executor;
  const Clock& clock;
  Drain& drain;
  CallObserver& observer;
};

class HttpApi {
 public:
  HttpApi(HttpApiOptions options, const HttpApiParts& parts)
      : options_(std::move(options)), parts_(parts), guard_(options_.guard) {}

  // Answers the exchange, now or later.
  void Handle(std::shared_ptr<HttpExchange> exchange) const;

 private:
  class Call;
  struct Route;
  static const Route* FindRoute(std::string_view path);

  absl::Status CheckAccess(const Route& route, Call* call) const;

  void Classify(std::shared_ptr<Call> call) const;
  void SubmitFeedback(std::shared_ptr<Call> call) const;
  void ListModels(std::shared_ptr<Call> call) const;
  void TellServer(std::shared_ptr<Call> call) const;
  void TellHealth(std::shared_ptr<Call> call) const;
  void TellReadiness(std::shared_ptr<Call> call) const;
  void TellMetrics(std::shared_ptr<Call> call) const;
  void GiveFile(std::shared_ptr<Call> call) const;

  // Constant after construction.
  const HttpApiOptions options_;
  const HttpApiParts parts_;
  const HttpGuard guard_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_HTTP_API_H_
