#include "cli/backend.h"

#include <limits>
#include <utility>

#include "base/status.h"
#include "client/client.h"

namespace tasnif {
namespace {

// Enough that no worker ever waits for the reader.
constexpr size_t kArticlesPerWorker = 256;
// Enough to keep a few servers busy, and less than one admits.
constexpr size_t kArticlesAtServers = 2048;

class LocalBackend : public Backend {
 public:
  LocalBackend(std::unique_ptr<const Labeller> labeller, std::shared_ptr<const ModelSet> models,
               LabelPlan plan, std::vector<std::unique_ptr<LabelScratch>> scratches)
      : labeller_(std::move(labeller)),
        models_(std::move(models)),
        plan_(std::move(plan)),
        scratches_(std::move(scratches)) {}

  void Label(std::vector<v1::Article> articles, size_t worker, Done done) override {
    std::vector<v1::ArticleResult> results;
    results.reserve(articles.size());
    for (const v1::Article& article : articles) {
      results.push_back(labeller_->LabelOrError(article, plan_, scratches_[worker].get()));
    }
    std::move(done)(worker, std::move(results));
  }
  size_t articles_under_way() const override { return kArticlesPerWorker * scratches_.size(); }
  void Cancel() override {}

 private:
  // Constant after construction.
  const std::unique_ptr<const Labeller> labeller_;
  const std::shared_ptr<const ModelSet> models_;  // `plan_` points into it.
  const LabelPlan plan_;
  const std::vector<std::unique_ptr<LabelScratch>> scratches_;  // One per worker.
};

// The first article without a result speaks for all.
Backend::Results AllOrNothing(std::vector<ArticleOutcome> outcomes) {
  std::vector<v1::ArticleResult> results;
  results.reserve(outcomes.size());
  for (ArticleOutcome& outcome : outcomes) {
    TASNIF_RETURN_IF_ERROR(outcome.status());
    results.push_back(*std::move(outcome));
  }
  return results;
}

class ServerBackend : public Backend {
 public:
  ServerBackend(std::unique_ptr<Client> client, v1::ClassifyOptions options, Executor& executor)
      : options_(std::move(options)), executor_(executor), client_(std::move(client)) {}

  void Label(std::vector<v1::Article> articles, size_t, Done done) override {
    // Results are written out on a worker: threads of gRPC have other things to do.
    client_->ClassifyAsync(
        std::move(articles), options_,
        [this, done = std::move(done)](std::vector<ArticleOutcome> outcomes) mutable {
          executor_.Run(
              [done = std::move(done), outcomes = std::move(outcomes)](size_t worker) mutable {
                std::move(done)(worker, AllOrNothing(std::move(outcomes)));
              });
        });
  }
  size_t articles_under_way() const override { return kArticlesAtServers; }
  void Cancel() override { client_->Cancel(); }

 private:
  // Constant after construction.
  const v1::ClassifyOptions options_;
  Executor& executor_;
  const std::unique_ptr<Client> client_;  // Last: its callbacks use the others.
};

}  // namespace

absl::StatusOr<std::unique_ptr<Backend>> MakeLocalBackend(const LabellerOptions& labeller_options,
                                                          const v1::ClassifyOptions& options,
                                                          const Registry& registry,
                                                          Executor& executor) {
  TASNIF_ASSIGN_OR_RETURN(auto labeller, Labeller::Create(labeller_options));
  std::shared_ptr<const ModelSet> models = registry.Snapshot();
  TASNIF_ASSIGN_OR_RETURN(LabelPlan plan, labeller->Plan(options, *models));
  TASNIF_ASSIGN_OR_RETURN(auto scratches,
                          LabelScratch::CreateAll(labeller_options, executor.worker_count()));
  return std::make_unique<LocalBackend>(std::move(labeller), std::move(models), std::move(plan),
                                        std::move(scratches));
}

absl::StatusOr<std::unique_ptr<Backend>> MakeServerBackend(ClientOptions client_options,
                                                           const v1::ClassifyOptions& options,
                                                           Executor& executor) {
  client_options.coalesce.max_articles = client_options.max_articles_per_call;
  client_options.coalesce.max_delay = absl::Milliseconds(5);
  // Never the reason to wait: the caller counts what is under way.
  client_options.in_flight = {.max_articles = 2 * kArticlesAtServers, .max_bytes = 1u << 30};
  // An archive is worth waiting for a server that starts anew, as long as the timeout allows.
  client_options.retry.max_attempts = 1000;
  client_options.retry.max_backoff = absl::Seconds(2);
  client_options.retry.budget.max_tokens = std::numeric_limits<double>::infinity();
  client_options.health.max_pause = absl::Seconds(1);
  TASNIF_ASSIGN_OR_RETURN(auto client, Client::Connect(std::move(client_options)));
  return std::make_unique<ServerBackend>(std::move(client), options, executor);
}

}  // namespace tasnif
