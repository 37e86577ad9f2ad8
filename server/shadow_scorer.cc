#include "server/shadow_scorer.h"

#include <deque>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "base/mutex.h"

namespace tasnif {
namespace {

struct Job {
  Permit permit;
  v1::Article article;
  v1::Prediction answer;
  LabelPlan plan;
  std::vector<std::string> heads;
  std::shared_ptr<const ModelSet> models;  // `plan` points into it.
};

// What a comparison needs: neither evidence nor explanations.
v1::Prediction WithoutDetails(const v1::Prediction& answer) {
  v1::Prediction out = answer;
  for (v1::StancePrediction& stance : *out.mutable_stance()) stance.clear_evidence();
  out.clear_extracted_text();
  return out;
}

}  // namespace

// Shared by the tasks of the executor, of which there is one for each job that was ever queued.
class ShadowScorer::Queue {
 public:
  Queue(const Labeller& labeller, std::unique_ptr<LabelScratch> scratch, const Clock& clock,
        std::shared_ptr<ShadowBook> book)
      : labeller_(labeller), clock_(clock), book_(std::move(book)), scratch_(std::move(scratch)) {}

  bool Push(Job job) {
    MutexLock lock(mu_);
    if (is_closed_ || jobs_.size() >= kMaxWaiting) return false;
    jobs_.push_back(std::move(job));
    return true;
  }

  bool is_full() const {
    MutexLock lock(mu_);
    return jobs_.size() >= kMaxWaiting;
  }

  void RunNext() {
    std::optional<Job> job = Take();
    if (!job.has_value()) return;
    Score(*job);
    job.reset();  // Its permit, before anybody may think that all is over.
    MutexLock lock(mu_);
    is_busy_ = false;
    changed_.SignalAll();
  }

  void Close() {
    std::deque<Job> dropped;  // Gives its room back outside of the lock.
    MutexLock lock(mu_);
    is_closed_ = true;
    dropped.swap(jobs_);
    while (is_busy_) changed_.Wait(mu_);
  }

 private:
  std::optional<Job> Take() {
    MutexLock lock(mu_);
    if (jobs_.empty()) return std::nullopt;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    is_busy_ = true;
    return job;
  }

  void Score(const Job& job) {
    const absl::StatusOr<v1::Prediction> shadow = Label(job);
    if (!shadow.ok()) return book_->CountDrop(ShadowDrop::kFailed);
    for (const std::string& head : job.heads) {
      book_->Compare(job.article, job.answer, *shadow, head, clock_.Now());
    }
  }

  // Whatever a model on trial does must not end the server.
  absl::StatusOr<v1::Prediction> Label(const Job& job) {
    try {
      return labeller_.Label(job.article, job.plan, scratch_.get());
    } catch (const std::exception& error) {
      return absl::InternalError(error.what());
    }
  }

  // Constant after construction.
  const Labeller& labeller_;
  const Clock& clock_;
  const std::shared_ptr<ShadowBook> book_;

  // Of the task that runs.
  const std::unique_ptr<LabelScratch> scratch_;

  mutable Mutex mu_;
  CondVar changed_;
  std::deque<Job> jobs_ ABSL_GUARDED_BY(mu_);
  bool is_busy_ ABSL_GUARDED_BY(mu_) = false;
  bool is_closed_ ABSL_GUARDED_BY(mu_) = false;
};

ShadowScorer::ShadowScorer(const Labeller& labeller, std::unique_ptr<LabelScratch> scratch,
                           Executor& executor, Admission& admission, const Clock& clock)
    : book_(std::make_shared<ShadowBook>()),
      queue_(std::make_shared<Queue>(labeller, std::move(scratch), clock, book_)),
      executor_(executor),
      admission_(admission) {}

ShadowScorer::~ShadowScorer() { queue_->Close(); }

void ShadowScorer::Offer(const v1::Article& article, const v1::Prediction& answer,
                         TrafficChoice choice, std::shared_ptr<const ModelSet> models) {
  // Before anything is copied: this is where a busy server comes by.
  if (queue_->is_full()) return book_->CountDrop(ShadowDrop::kBusy);
  std::optional<Permit> permit = admission_.AdmitSpare(
      {.client = kClient, .is_bulk = true},
      {.articles = 1, .bytes = article.text().size() + article.content().size()});
  if (!permit.has_value()) return book_->CountDrop(ShadowDrop::kBusy);
  Job job{*std::move(permit),
          article,
          WithoutDetails(answer),
          *std::move(choice.shadow),
          std::move(choice.shadow_heads),
          std::move(models)};
  if (!queue_->Push(std::move(job))) return book_->CountDrop(ShadowDrop::kBusy);
  executor_.Run([queue = queue_](size_t) { queue->RunNext(); });
}

}  // namespace tasnif
