// cli/backend.h
//
// Who labels the articles of `tasnif classify`: the models in this process, or servers. Both give
// the same results, so that the output is the same byte for byte.
#ifndef TASNIF_CLI_BACKEND_H_
#define TASNIF_CLI_BACKEND_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "base/executor.h"
#include "client/options.h"
#include "labels/labeller.h"
#include "registry/registry.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// Thread-safe.
class Backend {
 public:
  // One result for each article, in order. An error means that they could not be labelled, and that
  // others will fare no better.
  using Results = absl::StatusOr<std::vector<v1::ArticleResult>>;
  using Done = absl::AnyInvocable<void(size_t worker, Results results) &&>;

  virtual ~Backend() = default;

  // Called on worker `worker` of the executor. `done` is called once, on the same or another
  // worker, perhaps before this returns.
  virtual void Label(std::vector<v1::Article> articles, size_t worker, Done done) = 0;
  // Articles that should be under way at a time.
  virtual size_t articles_under_way() const = 0;
  // What is under way may fail.
  virtual void Cancel() = 0;
};

// Labels on `executor` with what `registry` holds now. registry and executor must outlive it.
// Errors of Labeller::Create and Labeller::Plan.
absl::StatusOr<std::unique_ptr<Backend>> MakeLocalBackend(const LabellerOptions& labeller_options,
                                                          const v1::ClassifyOptions& options,
                                                          const Registry& registry,
                                                          Executor& executor);

// client_options: addresses, timeout and the size of calls; the rest is set here, for throughput
// and patience. Errors of Client::Connect.
absl::StatusOr<std::unique_ptr<Backend>> MakeServerBackend(ClientOptions client_options,
                                                           const v1::ClassifyOptions& options,
                                                           Executor& executor);

}  // namespace tasnif

#endif  // TASNIF_CLI_BACKEND_H_
