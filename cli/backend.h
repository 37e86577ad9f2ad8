// cli/backend.h
//
// Who labels the articles of `tasnif classify`: the models in this process, or a server. Both give
// the same results, so that the output is the same byte for byte.
#ifndef TASNIF_CLI_BACKEND_H_
#define TASNIF_CLI_BACKEND_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/executor.h"
#include "client/options.h"
#include "labels/labeller.h"
#include "registry/registry.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// Not thread-safe.
class Backend {
 public:
  virtual ~Backend() = default;

  // One result for each article, in order. An error means that none of them could be labelled, nor
  // can any other.
  virtual absl::StatusOr<std::vector<v1::ArticleResult>> Label(
      absl::Span<const v1::Article> articles) = 0;
};

// Labels on `executor` with what `registry` holds now. registry and executor must outlive it.
// Errors of Labeller::Create and Labeller::Plan.
absl::StatusOr<std::unique_ptr<Backend>> MakeLocalBackend(const LabellerOptions& labeller_options,
                                                          const v1::ClassifyOptions& options,
                                                          const Registry& registry,
                                                          Executor& executor);

// Errors of Client::Connect.
absl::StatusOr<std::unique_ptr<Backend>> MakeServerBackend(const ClientOptions& client_options,
                                                           const v1::ClassifyOptions& options);

}  // namespace tasnif

#endif  // TASNIF_CLI_BACKEND_H_
