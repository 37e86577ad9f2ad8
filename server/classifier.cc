#include "server/classifier.h"

#include <atomic>
#include <exception>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "server/article_batch.h"
#include "server/request_check.h"

namespace tasnif {
namespace {

void SetDuration(absl::Duration duration, google::protobuf::Duration* out) {
  duration = std::max(duration, absl::ZeroDuration());  // The system clock may step back.
  out->set_seconds(absl::IDivDuration(duration, absl::Seconds(1), &duration));
  out->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(duration)));
}

}  // namespace

// Everything a call needs until its last article.
struct Classifier::RunningCall {
  ClassifyCall call;
  std::shared_ptr<const ModelSet> models;  // `plan` points into it.
  LabelPlan plan;
  absl::Time started;
  std::atomic<size_t> labelled = 0;
  v1::ClassifyResponse response;
};

absl::StatusOr<std::unique_ptr<Classifier>> Classifier::Create(const ClassifierOptions& options,
                                                               const Registry& registry,
                                                               Executor& executor,
                                                               const Clock& clock) {
  std::unique_ptr<Classifier> classifier(new Classifier(options, registry, executor, clock));
  TASNIF_ASSIGN_OR_RETURN(classifier->labeller_, Labeller::Create(options.labeller));
  TASNIF_ASSIGN_OR_RETURN(classifier->scratches_,
                          LabelScratch::CreateAll(options.labeller, executor.worker_count()));
  return classifier;
}

void Classifier::Classify(ClassifyCall call) {
  auto running = std::make_shared<RunningCall>();
  running->call = std::move(call);
  if (absl::Status status = Prepare(running.get()); !status.ok()) {
    return std::move(running->call.done)(std::move(status));
  }
  Start(std::move(running));
}

absl::Status Classifier::Prepare(RunningCall* running) const {
  const v1::ClassifyRequest& request = running->call.request;
  TASNIF_RETURN_IF_ERROR(running->call.control->Check());
  TASNIF_RETURN_IF_ERROR(CheckClassifyRequest(request, options_.max_articles));
  running->models = registry_.Snapshot();
  TASNIF_ASSIGN_OR_RETURN(running->plan, labeller_->Plan(request.options(), *running->models));
  // Every result is made before the work starts: workers write to different ones without a lock.
  for (int i = 0; i < request.articles_size(); ++i) running->response.add_results();
  running->started = clock_.Now();
  return absl::OkStatus();
}

void Classifier::Start(std::shared_ptr<RunningCall> running) {
  const size_t count = static_cast<size_t>(running->call.request.articles_size());
  RunBatch({.count = count,
            .label = [this, running](size_t index,
                                     size_t worker) { LabelOne(running.get(), index, worker); },
            .check = [running] { return running->call.control->Check(); },
            .done = [this, running](absl::Status status) { Finish(running.get(), status); }},
           executor_);
}

void Classifier::LabelOne(RunningCall* running, size_t index, size_t worker) {
  const v1::Article& article = running->call.request.articles(static_cast<int>(index));
  v1::ArticleResult* result = running->response.mutable_results(static_cast<int>(index));
  // A worker must outlive whatever an article does to it, such as running out of memory.
  try {
    *result = labeller_->LabelOrError(article, running->plan, scratches_[worker].get());
  } catch (const std::exception& error) {
    result->set_id(article.id());
    result->mutable_error()->set_code(v1::ERROR_CODE_INTERNAL);
    result->mutable_error()->set_message(absl::StrCat("labelling failed: ", error.what(),
                                                      "; report it with request id ",
                                                      running->call.request_id));
  }
  running->labelled.fetch_add(1, std::memory_order_relaxed);
}

void Classifier::Finish(RunningCall* running, const absl::Status& status) const {
  if (!status.ok()) {
    const std::string progress =
        absl::StrCat("; ", running->labelled.load(), " of ", running->call.request.articles_size(),
                     " articles had been labelled and were dropped");
    return std::move(running->call.done)(
        absl::Status(status.code(), absl::StrCat(status.message(), progress)));
  }
  v1::Timings* timings = running->response.mutable_timings();
  SetDuration(running->started - running->call.received, timings->mutable_queue());
  SetDuration(clock_.Now() - running->started, timings->mutable_compute());
  std::move(running->call.done)(std::move(running->response));
}

}  // namespace tasnif
