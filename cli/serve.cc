#include <pthread.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/clock.h"
#include "base/status.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/model_options.h"
#include "cli/serve_http.h"
#include "cli/serve_log.h"
#include "cli/serve_security.h"
#include "feedback/correction_store.h"
#include "server/server.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Examples:
  tasnif serve                                  on 127.0.0.1:8500, with the default models
  tasnif serve --models /srv/models --workers 8
  tasnif serve --address 127.0.0.1:0 --port-file /run/tasnif/address
  tasnif serve --address 0.0.0.0:8500 --allow-remote --access access \
               --tls-cert server.pem --tls-key server.key
  tasnif token new --role admin --name ops --out ops.token >> access
  tasnif serve --http-address 127.0.0.1:8501    JSON, health and a page as well
  tasnif serve --max-pending-articles 2000      sooner "come back later", shorter queue

SIGTERM or Ctrl-C: health becomes NOT_SERVING, accepted calls finish within --grace seconds, then
the program ends with exit code 0. A second signal ends it at once.)";

// SIGTERM and SIGINT, taken by one thread that waits for them: no handler runs at odd moments.
class StopSignals {
 public:
  // Must be made before any other thread, which then inherits the mask.
  StopSignals() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGTERM);
    sigaddset(&signals_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  }

  // Afterwards a further signal has its usual effect.
  void Wait() {
    int signal = 0;
    sigwait(&signals_, &signal);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t signals_;
  sigset_t before_;
};

std::string LoadedModels(const Registry& registry) {
  std::vector<std::string> names;
  const std::shared_ptr<const ModelSet> models = registry.Snapshot();
  for (const std::string& head : models->heads()) {
    const absl::StatusOr<const HeadModel*> model = models->Resolve(head);
    if (model.ok()) names.push_back((*model)->reference());
  }
  return absl::StrJoin(names, ", ");
}

void ComplainOfFailedModels(const Registry& registry) {
  for (const v1::Model& model : registry.List()) {
    if (model.state() != v1::MODEL_STATE_FAILED) continue;
    Complain(absl::StrCat(model.head(), "@", model.version(), " cannot be used: ", model.error()));
  }
}

void AddSeconds(CLI::App& app, const std::string& name, const std::string& what,
                absl::Duration* value) {
  const std::string now =
      *value == absl::InfiniteDuration() ? "never" : absl::StrCat(absl::ToDoubleSeconds(*value));
  app.add_option_function<double>(
         name, [value](double seconds) { *value = absl::Seconds(seconds); }, what)
      ->type_name("SECONDS")
      ->check(CLI::PositiveNumber)
      ->default_str(now);
}

class ServeCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("--address", options_.address, "Where to listen; port 0 takes a free one")
        ->type_name("HOST:PORT")
        ->capture_default_str();
    security_.Declare(app);
    http_.Declare(app);
    log_.Declare(app);
    models_.Declare(app);
    app.add_option("--workers", workers_, "Threads that label; default: one for each core")
        ->check(CLI::Range(1, 1024));
    app.add_flag("--map-models", maps_models_,
                 "Share the models' memory with other processes instead of copying them; a file "
                 "that is shortened in place then ends the server");
    app.add_option("--port-file", port_file_, "Write HOST:PORT here once the server is ready")
        ->type_name("FILE");
    app.add_option("--grace", grace_seconds_, "Seconds that accepted calls have after a signal")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    app.add_option("--max-articles", options_.max_articles, "Articles in one call")
        ->check(CLI::Range(1, 1000000))
        ->capture_default_str();
    app.add_option("--max-message-bytes", options_.max_message_bytes, "Bytes of one request")
        ->check(CLI::Range(size_t{1} << 10, size_t{1} << 30))
        ->capture_default_str();
    app.add_option("--feedback", feedback_path_, "Keep corrections in this file; made where absent")
        ->type_name("FILE");
    app.add_flag("--keep-text", keeps_text_,
                 "Keep the text of corrected articles, too; otherwise their hash only");
    app.add_option("--max-pending-articles", options_.admission.max_articles,
                   "Articles of all calls that may wait for an answer; further calls are told "
                   "when to come back")
        ->check(CLI::Range(size_t{1}, size_t{1} << 30))
        ->capture_default_str();
    app.add_option("--max-pending-bytes", options_.admission.max_bytes, "The same in bytes")
        ->check(CLI::Range(size_t{1} << 10, size_t{1} << 40))
        ->capture_default_str();
    app.add_option("--max-streams", options_.max_streams, "Streams that may be open at a time")
        ->check(CLI::Range(1, 1000000))
        ->capture_default_str();
    app.add_option("--stream-window", options_.stream.max_articles,
                   "Unanswered articles of one stream; further ones are not read")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    AddSeconds(app, "--poll", "Seconds between looks at the models folder, besides changes noticed",
               &options_.reload.poll);
    AddSeconds(app, "--keepalive", "Seconds of silence after which a connection is pinged",
               &options_.connection.keepalive);
    AddSeconds(
        app, "--max-connection-age",
        "Seconds after which a connection is closed, when its calls are done, so that clients "
        "spread over new servers",
        &options_.connection.max_age);
    app.footer(kExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    StopSignals stop;
    SystemClock clock;
    TASNIF_ASSIGN_OR_RETURN(
        const auto registry,
        models_.OpenRegistry(maps_models_ ? ModelMemory::kMapped : ModelMemory::kCopied));
    ComplainOfFailedModels(*registry);
    ThreadPool pool(workers_ > 0 ? workers_ : std::max(1u, std::thread::hardware_concurrency()));
    options_.labeller = models_.labeller_options();
    TASNIF_ASSIGN_OR_RETURN(const auto access, security_.Fill(clock, &options_));
    TASNIF_ASSIGN_OR_RETURN(const auto feedback, OpenFeedback(clock));
    options_.feedback = feedback.get();
    options_.version = TASNIF_VERSION;
    http_.Fill(&options_);
    TASNIF_RETURN_IF_ERROR(log_.Fill(clock, &options_));
    options_.on_reload = [&registry = *registry](const absl::Status& status) {
      std::printf("models changed: now %s\n", LoadedModels(registry).c_str());
      std::fflush(stdout);
      if (!status.ok()) Complain(std::string(status.message()));
    };
    TASNIF_ASSIGN_OR_RETURN(const auto server, Server::Create(options_, *registry, pool, clock));
    TASNIF_RETURN_IF_ERROR(Announce(*server, *registry, pool.worker_count()));
    stop.Wait();
    std::puts("stopping: finishing accepted calls");
    std::fflush(stdout);
    server->Shutdown(absl::Seconds(grace_seconds_));
    return Verdict::kAllDone;
  }

 private:
  // Null where no file was named.
  absl::StatusOr<std::unique_ptr<CorrectionStore>> OpenFeedback(const Clock& clock) const {
    if (feedback_path_.empty()) return std::unique_ptr<CorrectionStore>();
    return CorrectionStore::Open(feedback_path_,
                                 keeps_text_ ? TextPolicy::kKeep : TextPolicy::kHashOnly, clock);
  }

  absl::Status Announce(const Server& server, const Registry& registry, size_t workers) const {
    const std::string address = server.address();
    if (!port_file_.empty()) {
      TASNIF_RETURN_IF_ERROR(WriteAtomically(PosixFiles(), port_file_, address + "\n"));
    }
    std::printf(
        "listening on %s (%zu workers; models %s)\n"
        "  tasnif classify article.txt --server %s%s\n"
        "  grpcurl %s -d '{\"articles\":[{\"text\":\"…\"}]}' %s "
        "tasnif.v1.Classifier/Classify\n",
        address.c_str(), workers, LoadedModels(registry).c_str(), address.c_str(),
        security_.ClientHint().c_str(), security_.has_tls() ? "-cacert AUTHORITIES" : "-plaintext",
        address.c_str());
    TASNIF_RETURN_IF_ERROR(http_.Announce(server.http_address()));
    std::fflush(stdout);
    return absl::OkStatus();
  }

  ServerOptions options_;
  ServeSecurity security_;
  ServeHttpOptions http_;
  ServeLogOptions log_;
  ModelOptions models_;
  bool maps_models_ = false;
  size_t workers_ = 0;
  std::string port_file_;
  std::string feedback_path_;
  bool keeps_text_ = false;
  double grace_seconds_ = 10;
};

}  // namespace

std::unique_ptr<Command> MakeServeCommand() { return std::make_unique<ServeCommand>(); }

}  // namespace tasnif
