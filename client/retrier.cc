#include "client/retrier.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tasnif {

struct Retrier::Work {
  std::string id;
  size_t attempts = 0;
  // As they came; articles that are on their way are absent meanwhile.
  Batch batch;
  std::vector<TransportOutcome> outcomes;
  Done done;
  // Places of the articles without a final outcome.
  std::vector<size_t> rest;

  // Takes them out of `batch`.
  Batch TakeRest() {
    Batch taken;
    *taken.request.mutable_options() = batch.request.options();
    taken.waits_for_room = batch.waits_for_room;
    for (const size_t place : rest) {
      taken.request.add_articles()->Swap(batch.request.mutable_articles(static_cast<int>(place)));
      taken.deadlines.push_back(batch.deadlines[place]);
    }
    return taken;
  }

  // Puts them back.
  void PutBack(Batch* taken) {
    for (size_t i = 0; i < rest.size(); ++i) {
      batch.request.mutable_articles(static_cast<int>(rest[i]))
          ->Swap(taken->request.mutable_articles(static_cast<int>(i)));
    }
  }

  void Finish() { std::move(done)(Reply{std::move(batch), std::move(outcomes)}); }
};

Retrier::Retrier(const RetryOptions& options, const Clock& clock, Timer& timer, RandomSource random,
                 StatisticsCounters& counters, std::string id_prefix,
                 std::unique_ptr<Transport> next)
    : options_(options),
      clock_(clock),
      timer_(timer),
      random_(std::move(random)),
      counters_(counters),
      id_prefix_(std::move(id_prefix)),
      budget_(options.budget),
      next_(std::move(next)) {}

Retrier::~Retrier() = default;

void Retrier::Send(Batch batch, Done done) {
  auto work = std::make_unique<Work>();
  work->id = absl::StrCat(id_prefix_, "-", next_id_.fetch_add(1));
  work->outcomes.resize(batch.size());
  work->rest.resize(batch.size());
  for (size_t i = 0; i < batch.size(); ++i) work->rest[i] = i;
  work->batch = std::move(batch);
  work->done = std::move(done);
  Try(std::move(work));
}

void Retrier::Cancel() {
  std::map<uint64_t, std::unique_ptr<Work>> waiting;
  {
    MutexLock lock(mu_);
    is_cancelled_ = true;
    waiting.swap(waiting_);
  }
  for (auto& [number, work] : waiting) {
    for (const size_t place : work->rest) {
      work->outcomes[place] = {absl::CancelledError("the client was cancelled"), std::nullopt};
    }
    work->Finish();
  }
  next_->Cancel();
}

void Retrier::Try(std::unique_ptr<Work> work) {
  ++work->attempts;
  ++counters_.calls;
  Batch batch = work->TakeRest();
  batch.request_id = work->attempts == 1 ? work->id : absl::StrCat(work->id, ".", work->attempts);
  next_->Send(std::move(batch), [this, work = std::move(work)](Reply reply) mutable {
    OnReply(std::move(work), std::move(reply));
  });
}

void Retrier::OnReply(std::unique_ptr<Work> work, Reply reply) {
  const absl::Duration wait = Settle(std::move(reply), work.get());
  if (work->rest.empty() || !MayRetry()) return work->Finish();
  ++counters_.retries;
  counters_.retried_articles += work->rest.size();
  Wait(std::move(work), clock_.Now() + wait);
}

absl::Duration Retrier::Settle(Reply reply, Work* work) {
  work->PutBack(&reply.batch);
  const double draw = random_();
  const absl::Time now = clock_.Now();
  bool has_failed = false;
  bool is_pushed_back = false;
  absl::Duration longest = absl::ZeroDuration();
  std::vector<size_t> again;
  std::vector<absl::Duration> waits;
  for (size_t i = 0; i < work->rest.size(); ++i) {
    TransportOutcome& outcome = reply.outcomes[i];
    has_failed |= !outcome.result.ok();
    is_pushed_back |= outcome.retry_after.has_value();
    if (work->attempts < options_.max_attempts && IsRetriable(outcome, work->attempts)) {
      const absl::Duration wait = RetryWait(options_, work->attempts, outcome, draw);
      // What would come too late keeps the error that says why.
      if (now + wait < work->batch.deadlines[work->rest[i]]) {
        again.push_back(work->rest[i]);
        longest = std::max(longest, wait);
      }
    }
    work->outcomes[work->rest[i]] = std::move(outcome);
  }
  counters_.failed_calls += has_failed ? 1 : 0;
  counters_.pushbacks += is_pushed_back ? 1 : 0;
  if (!has_failed) {
    MutexLock lock(mu_);
    budget_.OnSuccess();
  }
  // One wait for all: those with little time left do not wait for the longest.
  work->rest.clear();
  for (const size_t place : again) {
    if (now + longest < work->batch.deadlines[place]) work->rest.push_back(place);
  }
  return longest;
}

bool Retrier::MayRetry() {
  MutexLock lock(mu_);
  return !is_cancelled_ && budget_.TryTake();
}

void Retrier::Wait(std::unique_ptr<Work> work, absl::Time until) {
  {
    MutexLock lock(mu_);
    if (!is_cancelled_) {
      const uint64_t number = next_waiting_++;
      waiting_.emplace(number, std::move(work));
      // Under the lock: once it is open, Cancel() may finish the work, and this may be gone.
      timer_.RunAt(until, [this, number] { OnDue(number); });
      return;
    }
  }
  work->Finish();
}

void Retrier::OnDue(uint64_t number) {
  std::unique_ptr<Work> work;
  {
    MutexLock lock(mu_);
    const auto found = waiting_.find(number);
    if (found == waiting_.end()) return;  // Cancelled.
    work = std::move(found->second);
    waiting_.erase(found);
  }
  Try(std::move(work));
}

}  // namespace tasnif
