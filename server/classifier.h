// server/classifier.h
//
// The main path of the server without its transport: a call goes in, a response or a status comes
// out. Every front (gRPC, HTTP, Open Inference Protocol) uses this class and nothing below it, so
// that all share one admission, one queue and one set of answers.
//
// A front that has the request already:
//
//   ClassifyCall call = CallOf(std::move(request));
//   call.flow.client = ClientName(peer, header);      // who shares the server with whom
//   call.request_id = RequestIdOr(header);
//   call.control = control;                           // deadline; Cancel() when the caller goes
//   call.received = clock.Now();
//   call.done = [](absl::StatusOr<v1::ClassifyResponse> answer) { … };
//   classifier.Classify(std::move(call));
//
// A front that has bytes sets `size` to what it knows of them, `read` to what turns them into a
// request, and `flow.is_bulk` if it can tell: a call that is refused is then never parsed, and one
// that is admitted is parsed on a worker.
//
// What happens to a call, in this order:
//  1. Admission (server/admission.h): RESOURCE_EXHAUSTED with RetryAfter() (server/retry_after.h),
//     on the calling thread, at next to no cost.
//  2. It waits for its turn (server/turn_queue.h): interactive before bulk, fair between clients.
//     A call that is cancelled or past its deadline by then is dropped unread.
//  3. It is read and checked, takes one snapshot of the models, and uses it to its end.
//     Each article then goes to the champions or, where a version on trial has a share of it
//     (server/traffic_plan.h), to that one.
//  4. Its articles are spread over the workers, in turns, with `control` asked before each.
//  5. `done`, on a worker. The room it took is free by then.
//
// Threads: safe; no function blocks. The work runs on the executor; each of its workers owns one
// scratch.
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
#include "server/admission.h"
#include "server/call_control.h"
#include "server/call_observer.h"
#include "server/shadow_scorer.h"
#include "server/traffic_plan.h"
#include "server/turn_queue.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

struct ClassifierOptions {
  // Of one call of Classify().
  size_t max_articles = 0;
  // Of all calls together.
  AdmissionLimits admission;
  LabellerOptions labeller;
  // Is told of every call and every article. May be null; must outlive the classifier.
  CallObserver* observer = nullptr;
  // Where versions in the shadow are asked (server/shadow_scorer.h); one worker. Null: nowhere.
  // Must outlive the classifier.
  Executor* shadow_executor = nullptr;
};

// One call, owned by the classifier until `done`.
struct ClassifyCall {
  // To whom it is charged, and whether it waits behind interactive work.
  Flow flow;
  // As far as known before it is read; corrected afterwards.
  WorkSize size;
  // Gives the request. Called at most once, on a worker. Its error is that of the call.
  absl::AnyInvocable<absl::StatusOr<v1::ClassifyRequest>() &&> read;
  // Stands in messages of INTERNAL errors, so that they can be found again.
  std::string request_id;
  std::shared_ptr<const CallControl> control;
  // When the call came in, for Timings.queue.
  absl::Time received;
  // For the observer.
  CallOrigin origin;
  // Called exactly once: on the calling thread where admission refuses, else on a worker.
  absl::AnyInvocable<void(absl::StatusOr<v1::ClassifyResponse>) &&> done;
  // The models to answer with; null: those of the moment at which it is read.
  std::shared_ptr<const ModelSet> models;
};

// A call with flow.is_bulk, size and read; the rest is the front's.
ClassifyCall CallOf(v1::ClassifyRequest request);

// One article of a stream, owned by the classifier until `done`.
struct ArticleCall {
  // With it the caller has admitted the article; its flow is the one that is charged.
  Permit permit;
  // Gives the article. Called at most once, on a worker. Its error is that of the article.
  absl::AnyInvocable<absl::StatusOr<v1::Article>() &&> read;
  std::shared_ptr<const v1::ClassifyOptions> options;
  std::string request_id;
  std::shared_ptr<const CallControl> control;
  // Called exactly once, on a worker: the result or why there is none, with the article's id where
  // it could be read.
  absl::AnyInvocable<void(v1::ArticleResult) &&> done;
};

class Classifier {
 public:
  // registry, executor and clock must outlive the classifier and every call.
  // NOT_FOUND, INVALID_ARGUMENT: a list of options.labeller cannot be read.
  static absl::StatusOr<std::unique_ptr<Classifier>> Create(const ClassifierOptions& options,
                                                            const Registry& registry,
                                                            Executor& executor, const Clock& clock);

  // Answers with a result per article in request order, or with the codes that
  // tasnif/v1/classifier.proto lists for Classify.
  void Classify(ClassifyCall call);

  // Answers one article with the models of the moment. Errors of the call's options (a version that
  // is gone) become those of the article.
  void ClassifyArticle(ArticleCall call);

  // Runs `task` when it is the flow's turn. bytes: what it is about to read.
  void RunOnWorker(const Flow& flow, size_t bytes, Executor::Task task) {
    turns_.Run(flow, CostOf({.articles = 1, .bytes = bytes}), std::move(task));
  }

  // Whether `options` can be answered now: the errors of Labeller::Plan.
  absl::Status CheckOptions(const v1::ClassifyOptions& options) const;

  // For calls that end elsewhere, such as streams: tells the observer.
  void Observe(const CallRecord& call) const {
    if (options_.observer != nullptr) options_.observer->OnCall(call);
  }

  // What versions in the shadow said; null where none are asked.
  const ShadowBook* shadow_book() const { return shadow_ == nullptr ? nullptr : &shadow_->book(); }

  Admission& admission() { return admission_; }
  // Turns that wait for a worker.
  size_t waiting() const { return turns_.waiting(); }

 private:
  struct RunningCall;
  // What a call or an article of a stream is answered with, for as long as `set` lives.
  struct Models {
    std::shared_ptr<const ModelSet> set;
    LabelPlan plan;
    TrafficPlan traffic;
  };

  void Observe(const ClassifyCall& call, const CallRecord& outcome) const;
  void Observe(const v1::ArticleResult& result) const;
  Classifier(const ClassifierOptions& options, const Registry& registry, Executor& executor,
             const Clock& clock)
      : options_(options),
        registry_(registry),
        clock_(clock),
        admission_(options.admission, clock),
        turns_(executor) {}

  void Start(std::shared_ptr<RunningCall> running, size_t worker);
  absl::Status Prepare(RunningCall* running) const;
  void LabelOne(RunningCall* running, size_t index, size_t worker);
  void Finish(RunningCall* running, const absl::Status& status) const;
  v1::ArticleResult LabelArticle(ArticleCall* call, size_t worker) const;
  absl::StatusOr<Models> Choose(const v1::ClassifyOptions& options,
                                std::shared_ptr<const ModelSet> set) const;
  v1::ArticleResult LabelShared(const v1::Article& article, const Models& models,
                                const std::string& request_id, size_t worker) const;
  v1::ArticleResult Label(const v1::Article& article, const LabelPlan& plan,
                          const std::string& request_id, size_t worker) const;

  // Constant after construction.
  const ClassifierOptions options_;
  const Registry& registry_;
  const Clock& clock_;
  std::unique_ptr<const Labeller> labeller_;

  // Thread-safe.
  Admission admission_;
  const TurnQueue turns_;

  // scratches_[w] is used by worker w only.
  std::vector<std::unique_ptr<LabelScratch>> scratches_;

  // Thread-safe. Null where no version is asked in the shadow.
  std::unique_ptr<ShadowScorer> shadow_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_CLASSIFIER_H_
