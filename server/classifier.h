// server/classifier.h
//
// The main path of the server without its transport: a request goes in, a response or a status
// comes out. gRPC calls it now; any other front does the same.
//
//   TASNIF_ASSIGN_OR_RETURN(auto classifier,
//                           Classifier::Create(options, *registry, pool, clock));
//   classifier->Classify({.request = request, .request_id = "7f", .control = control,
//                         .done = [](absl::StatusOr<v1::ClassifyResponse> response) { … }});
//
// A call takes one snapshot of the models and uses it to its end.
//
// Threads: safe. The work runs on the executor; each of its workers owns one scratch.
#ifndef TASNIF_SERVER_CLASSIFIER_H_
#define TASNIF_SERVER_CLASSIFIER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/executor.h"
#include "labels/labeller.h"
#include "registry/registry.h"
#include "server/call_control.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

struct ClassifierOptions {
  size_t max_articles = 0;
  LabellerOptions labeller;
};

// One call, owned by the classifier until `done`.
struct ClassifyCall {
  v1::ClassifyRequest request;
  // Stands in messages of INTERNAL errors, so that they can be found again.
  std::string request_id;
  std::shared_ptr<const CallControl> control;
  // When the call came in, for Timings.queue.
  absl::Time received;
  // Called exactly once: on the calling thread where the request is refused, else on a worker.
  absl::AnyInvocable<void(absl::StatusOr<v1::ClassifyResponse>) &&> done;
};

class Classifier {
 public:
  // registry, executor and clock must outlive the classifier and every call.
  // NOT_FOUND, INVALID_ARGUMENT: a list of options.labeller cannot be read.
  static absl::StatusOr<std::unique_ptr<Classifier>> Create(const ClassifierOptions& options,
                                                            const Registry& registry,
                                                            Executor& executor, const Clock& clock);

  // Answers with a result per article in request order, or with the codes that
  // tasnif/v1/classifier.proto lists for Classify. Call it on a worker: the checks are cheap but
  // not free.
  void Classify(ClassifyCall call);

 private:
  struct RunningCall;

  Classifier(const ClassifierOptions& options, const Registry& registry, Executor& executor,
             const Clock& clock)
      : options_(options), registry_(registry), executor_(executor), clock_(clock) {}

  absl::Status Prepare(RunningCall* running) const;
  void Start(std::shared_ptr<RunningCall> running);
  void LabelOne(RunningCall* running, size_t index, size_t worker);
  void Finish(RunningCall* running, const absl::Status& status) const;

  // Constant after construction.
  const ClassifierOptions options_;
  const Registry& registry_;
  Executor& executor_;
  const Clock& clock_;
  std::unique_ptr<const Labeller> labeller_;

  // scratches_[w] is used by worker w only.
  std::vector<std::unique_ptr<LabelScratch>> scratches_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_CLASSIFIER_H_
