#include "bench/open_loop.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/clock.h"
#include "base/mutex.h"
#include "bench/arrival_schedule.h"

namespace tasnif {
namespace {

constexpr absl::Duration kLook = absl::Milliseconds(5);

// What became of the requests; shared with answers that may come after the loop.
class Ledger {
 public:
  Ledger(size_t batch, absl::Time end, std::shared_ptr<LoopTime> time)
      : batch_(batch), end_(end), time_(std::move(time)) {}

  // number: requests are added in order.
  void Add(absl::Time due) {
    MutexLock lock(mu_);
    requests_.push_back({due});
    ++open_;
  }

  void Close(size_t number, size_t errors) {
    const absl::Time now = time_->Now();
    MutexLock lock(mu_);
    if (is_settled_ || requests_[number].is_closed) return;
    requests_[number].is_closed = true;
    --open_;
    errors = std::min(errors, batch_);
    errors_ += errors;
    if (now <= end_) in_time_ += batch_ - errors;
    // A refusal is no answer; how fast it comes says nothing about answers.
    latencies_.Add(now - requests_[number].due, batch_ - errors);
  }

  bool is_quiet() const {
    MutexLock lock(mu_);
    return open_ == 0;
  }

  OpenLoopResult Settle(absl::Duration duration) {
    const absl::Time now = time_->Now();
    MutexLock lock(mu_);
    is_settled_ = true;
    for (const Request& request : requests_) {
      if (request.is_closed) continue;
      latencies_.Add(now - request.due, batch_);
      errors_ += batch_;
    }
    const double seconds = absl::ToDoubleSeconds(duration);
    return {.offered_per_s = static_cast<double>(requests_.size() * batch_) / seconds,
            .articles_per_s = static_cast<double>(in_time_) / seconds,
            .p50 = latencies_.Quantile(0.5),
            .p99 = latencies_.Quantile(0.99),
            .errors = errors_};
  }

 private:
  struct Request {
    absl::Time due;
    bool is_closed = false;
  };

  // Constant after construction.
  const size_t batch_;
  const absl::Time end_;
  const std::shared_ptr<LoopTime> time_;

  mutable Mutex mu_;
  std::vector<Request> requests_ ABSL_GUARDED_BY(mu_);
  size_t open_ ABSL_GUARDED_BY(mu_) = 0;
  size_t in_time_ ABSL_GUARDED_BY(mu_) = 0;
  size_t errors_ ABSL_GUARDED_BY(mu_) = 0;
  LatencyHistogram latencies_ ABSL_GUARDED_BY(mu_);
  bool is_settled_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace

absl::Time WallTime::Now() { return absl::Now(); }

void WallTime::SleepUntil(absl::Time time) { absl::SleepFor(time - absl::Now()); }

OpenLoopResult RunOpenLoop(const OpenLoopOptions& options, LoadTarget& target,
                           const std::shared_ptr<LoopTime>& time) {
  ArrivalSchedule schedule(
      {.requests_per_s = options.articles_per_s / static_cast<double>(options.batch),
       .duration = options.duration,
       .seed = options.seed});
  const absl::Time start = time->Now();
  const auto ledger = std::make_shared<Ledger>(options.batch, start + options.duration, time);
  size_t number = 0;
  while (const std::optional<absl::Duration> due = schedule.Next()) {
    time->SleepUntil(start + *due);
    ledger->Add(start + *due);
    target.Send(number, [ledger, number](size_t errors) { ledger->Close(number, errors); });
    ++number;
  }
  time->SleepUntil(start + options.duration);
  const absl::Time last = start + options.duration + options.patience;
  while (!ledger->is_quiet() && time->Now() < last) time->SleepUntil(time->Now() + kLook);
  return ledger->Settle(options.duration);
}

}  // namespace tasnif
