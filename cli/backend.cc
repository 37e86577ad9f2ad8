#include "cli/backend.h"

#include <utility>

#include "base/status.h"
#include "client/client.h"

namespace tasnif {
namespace {

class LocalBackend : public Backend {
 public:
  LocalBackend(std::unique_ptr<const Labeller> labeller, std::shared_ptr<const ModelSet> models,
               LabelPlan plan, std::vector<std::unique_ptr<LabelScratch>> scratches,
               Executor& executor)
      : labeller_(std::move(labeller)),
        models_(std::move(models)),
        plan_(std::move(plan)),
        scratches_(std::move(scratches)),
        executor_(executor) {}

  absl::StatusOr<std::vector<v1::ArticleResult>> Label(
      absl::Span<const v1::Article> articles) override {
    std::vector<v1::ArticleResult> results(articles.size());
    ParallelFor(executor_, articles.size(), [&](size_t index, size_t worker) {
      results[index] = labeller_->LabelOrError(articles[index], plan_, scratches_[worker].get());
    });
    return results;
  }

 private:
  // Constant after construction.
  const std::unique_ptr<const Labeller> labeller_;
  const std::shared_ptr<const ModelSet> models_;  // `plan_` points into it.
  const LabelPlan plan_;
  const std::vector<std::unique_ptr<LabelScratch>> scratches_;  // One per worker.
  Executor& executor_;
};

class ServerBackend : public Backend {
 public:
  ServerBackend(std::unique_ptr<Client> client, v1::ClassifyOptions options)
      : client_(std::move(client)), options_(std::move(options)) {}

  absl::StatusOr<std::vector<v1::ArticleResult>> Label(
      absl::Span<const v1::Article> articles) override {
    return client_->Classify(articles, options_);
  }

 private:
  // Constant after construction.
  const std::unique_ptr<Client> client_;
  const v1::ClassifyOptions options_;
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
                                        std::move(scratches), executor);
}

absl::StatusOr<std::unique_ptr<Backend>> MakeServerBackend(const ClientOptions& client_options,
                                                           const v1::ClassifyOptions& options) {
  TASNIF_ASSIGN_OR_RETURN(auto client, Client::Connect(client_options));
  return std::make_unique<ServerBackend>(std::move(client), options);
}

}  // namespace tasnif
