#include "server/classifier.h"

#include <algorithm>
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

size_t BodyBytes(const v1::Article& article) {
  return article.text().size() + article.content().size();
}

// Reading is most of the first turn; the articles are charged by the turns that label them.
size_t ReadCost(const WorkSize& size) { return kBytesPerArticle + size.bytes / 16; }
size_t WholeCost(const WorkSize& size) { return ReadCost(size) + CostOf(size); }

v1::ArticleResult ErrorResult(const std::string& id, const absl::Status& status) {
  v1::ArticleResult result;
  result.set_id(id);
  // The numbers are those of gRPC's codes, as Abseil's are; the enum is open.
  result.mutable_error()->set_code(static_cast<v1::ErrorCode>(status.code()));
  result.mutable_error()->set_message(std::string(status.message()));
  return result;
}

// What an article of a stream gets where its options hold no longer.
absl::Status AsUnusable(const absl::Status& status) {
  return absl::FailedPreconditionError(
      absl::StrCat(status.message(), "; it could be used when the stream began"));
}

}  // namespace

// Everything a call needs until its last article.
struct Classifier::RunningCall {
  ClassifyCall call;
  Permit permit;
  v1::ClassifyRequest request;
  Models models;
  absl::Time started;
  std::atomic<size_t> labelled = 0;
  v1::ClassifyResponse response;
};

ClassifyCall CallOf(v1::ClassifyRequest request) {
  ClassifyCall call;
  call.flow.is_bulk = request.options().priority() == v1::PRIORITY_BULK;
  call.size.articles = static_cast<size_t>(request.articles_size());
  for (const v1::Article& article : request.articles()) call.size.bytes += BodyBytes(article);
  call.read = [request = std::move(request)]() mutable { return std::move(request); };
  return call;
}

absl::StatusOr<std::unique_ptr<Classifier>> Classifier::Create(const ClassifierOptions& options,
                                                               const Registry& registry,
                                                               Executor& executor,
                                                               const Clock& clock) {
  std::unique_ptr<Classifier> classifier(new Classifier(options, registry, executor, clock));
  TASNIF_ASSIGN_OR_RETURN(classifier->labeller_, Labeller::Create(options.labeller));
  const bool has_shadow = options.shadow_executor != nullptr;
  TASNIF_ASSIGN_OR_RETURN(
      classifier->scratches_,
      LabelScratch::CreateAll(options.labeller, executor.worker_count() + (has_shadow ? 1 : 0)));
  if (has_shadow) {
    classifier->shadow_ = std::make_unique<ShadowScorer>(
        *classifier->labeller_, std::move(classifier->scratches_.back()), *options.shadow_executor,
        classifier->admission_, clock);
    classifier->scratches_.pop_back();
  }
  return classifier;
}

void Classifier::Classify(ClassifyCall call) {
  absl::StatusOr<Permit> permit = admission_.Admit(call.flow, call.size);
  if (!permit.ok()) {
    Observe(call, {.code = permit.status().code(), .articles = call.size.articles});
    return std::move(call.done)(permit.status());
  }
  auto running = std::make_shared<RunningCall>();
  running->call = std::move(call);
  running->permit = *std::move(permit);
  // The first turn is a job of its own, so that a call that was given up is found soon and gives
  // its room back, however large it is.
  const Flow reading = running->call.flow;
  running->call.flow.due = turns_.DueOf(reading, WholeCost(running->call.size));
  turns_.Run(reading, ReadCost(running->call.size),
             [this, running](size_t worker) mutable { Start(std::move(running), worker); });
}

void Classifier::Start(std::shared_ptr<RunningCall> running, size_t worker) {
  if (absl::Status status = Prepare(running.get()); !status.ok()) {
    running->permit.Release();
    Observe(running->call, {.code = status.code(),
                            .articles = running->permit.size().articles,
                            .queue = clock_.Now() - running->call.received});
    return std::move(running->call.done)(std::move(status));
  }
  const v1::ClassifyRequest& request = running->request;
  RunBatch(
      {.count = static_cast<size_t>(request.articles_size()),
       .flow = running->call.flow,
       .bytes_of =
           [&request](size_t index) {
             return BodyBytes(request.articles(static_cast<int>(index)));
           },
       .label = [this, running](size_t index, size_t on) { LabelOne(running.get(), index, on); },
       .check = [running] { return running->call.control->Check(); },
       .done = [this, running](absl::Status status) { Finish(running.get(), status); }},
      turns_, worker);
}

absl::Status Classifier::Prepare(RunningCall* running) const {
  // A call that waited past its deadline is not even read.
  TASNIF_RETURN_IF_ERROR(running->call.control->Check());
  TASNIF_ASSIGN_OR_RETURN(running->request, std::move(running->call.read)());
  const v1::ClassifyRequest& request = running->request;
  TASNIF_RETURN_IF_ERROR(CheckClassifyRequest(request, options_.max_articles));
  // The front may not have been able to tell.
  Flow& flow = running->call.flow;
  if (request.options().priority() == v1::PRIORITY_BULK && !flow.is_bulk) {
    flow.is_bulk = true;
    flow.due = turns_.DueOf(flow, WholeCost(running->call.size));
  }
  running->permit.Resize({.articles = static_cast<size_t>(request.articles_size()),
                          .bytes = running->call.size.bytes});
  std::shared_ptr<const ModelSet> set = std::move(running->call.models);
  if (set == nullptr) set = registry_.Snapshot();
  TASNIF_ASSIGN_OR_RETURN(running->models, Choose(request.options(), std::move(set)));
  // Every result is made before the work starts: workers write to different ones without a lock.
  for (int i = 0; i < request.articles_size(); ++i) running->response.add_results();
  running->started = clock_.Now();
  return absl::OkStatus();
}

void Classifier::LabelOne(RunningCall* running, size_t index, size_t worker) {
  const int place = static_cast<int>(index);
  v1::ArticleResult& result = *running->response.mutable_results(place);
  result = LabelShared(running->request.articles(place), running->models, running->call.request_id,
                       worker);
  running->labelled.fetch_add(1, std::memory_order_relaxed);
}

absl::StatusOr<Classifier::Models> Classifier::Choose(const v1::ClassifyOptions& options,
                                                      std::shared_ptr<const ModelSet> set) const {
  Models models;
  TASNIF_ASSIGN_OR_RETURN(models.plan, labeller_->Plan(options, *set));
  models.traffic = PlanTraffic(models.plan, options, *set);
  models.set = std::move(set);
  return models;
}

v1::ArticleResult Classifier::LabelShared(const v1::Article& article, const Models& models,
                                          const std::string& request_id, size_t worker) const {
  TrafficChoice choice = ChooseModels(models.traffic, models.plan, article);
  const LabelPlan& plan = choice.answer.has_value() ? *choice.answer : models.plan;
  v1::ArticleResult result = Label(article, plan, request_id, worker);
  Observe(result);
  if (shadow_ != nullptr && choice.shadow.has_value() && result.has_prediction()) {
    shadow_->Offer(article, result.prediction(), std::move(choice), models.set);
  }
  return result;
}

// A worker must outlive whatever an article does to it, such as running out of memory.
v1::ArticleResult Classifier::Label(const v1::Article& article, const LabelPlan& plan,
                                    const std::string& request_id, size_t worker) const {
  try {
    return labeller_->LabelOrError(article, plan, scratches_[worker].get());
  } catch (const std::exception& error) {
    return ErrorResult(article.id(), absl::InternalError(
                                         absl::StrCat("labelling failed: ", error.what(),
                                                      "; report it with request id ", request_id)));
  }
}

void Classifier::Finish(RunningCall* running, const absl::Status& status) const {
  running->permit.Release();
  const absl::Duration queue = running->started - running->call.received;
  const absl::Duration compute = clock_.Now() - running->started;
  Observe(running->call, {.code = status.code(),
                          .articles = static_cast<size_t>(running->request.articles_size()),
                          .queue = queue,
                          .compute = compute});
  if (!status.ok()) {
    const std::string progress =
        absl::StrCat("; ", running->labelled.load(), " of ", running->request.articles_size(),
                     " articles had been labelled and were dropped");
    return std::move(running->call.done)(
        absl::Status(status.code(), absl::StrCat(status.message(), progress)));
  }
  v1::Timings* timings = running->response.mutable_timings();
  SetDuration(queue, timings->mutable_queue());
  SetDuration(compute, timings->mutable_compute());
  std::move(running->call.done)(std::move(running->response));
}

void Classifier::ClassifyArticle(ArticleCall call) {
  const Flow flow = call.permit.flow();
  const size_t cost = CostOf(call.permit.size());
  turns_.Run(flow, cost, [this, call = std::move(call)](size_t worker) mutable {
    v1::ArticleResult result = LabelArticle(&call, worker);
    call.permit.Release();
    std::move(call.done)(std::move(result));
  });
}

v1::ArticleResult Classifier::LabelArticle(ArticleCall* call, size_t worker) const {
  if (absl::Status status = call->control->Check(); !status.ok()) return ErrorResult("", status);
  const absl::StatusOr<v1::Article> article = std::move(call->read)();
  if (!article.ok()) return ErrorResult("", article.status());
  const absl::StatusOr<Models> models = Choose(*call->options, registry_.Snapshot());
  if (!models.ok()) return ErrorResult(article->id(), AsUnusable(models.status()));
  return LabelShared(*article, *models, call->request_id, worker);
}

void Classifier::Observe(const ClassifyCall& call, const CallRecord& outcome) const {
  if (options_.observer == nullptr) return;
  CallRecord record = outcome;
  record.front = call.origin.front;
  record.method = call.origin.method;
  record.client = call.flow.client;
  record.request_id = call.request_id;
  record.trace = &call.origin.trace;
  record.bytes = call.size.bytes;
  record.queue = std::max(record.queue, absl::ZeroDuration());  // The clock may step back.
  record.compute = std::max(record.compute, absl::ZeroDuration());
  options_.observer->OnCall(record);
}

void Classifier::Observe(const v1::ArticleResult& result) const {
  if (options_.observer == nullptr) return;
  options_.observer->OnArticle(result);
}

absl::Status Classifier::CheckOptions(const v1::ClassifyOptions& options) const {
  const std::shared_ptr<const ModelSet> models = registry_.Snapshot();
  return labeller_->Plan(options, *models).status();
}

}  // namespace tasnif
