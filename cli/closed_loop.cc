#include "cli/closed_loop.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <utility>

#include "base/mutex.h"
#include "base/steady_clock.h"

namespace tasnif {
namespace {

class Loop {
 public:
  Loop(const LoopOptions& options, absl::Span<const v1::Article> articles, const SendArticle& send)
      : options_(options), articles_(articles), send_(send), latencies_(options.callers) {}

  absl::StatusOr<LoopResult> Run() {
    start_ = clock_.Now();
    end_ = start_ + options_.duration;
    {
      MutexLock lock(mu_);
      running_ = options_.callers;
    }
    for (size_t caller = 0; caller < options_.callers; ++caller) SendNext(caller);
    MutexLock lock(mu_);
    while (running_ > 0) changed_.Wait(mu_);
    if (!status_.ok()) return status_;
    return Result();
  }

 private:
  void SendNext(size_t caller) {
    const absl::Time begin = clock_.Now();
    if (begin >= end_ || has_failed_) return Leave();
    send_(articles_[next_.fetch_add(1) % articles_.size()],
          [this, caller, begin](absl::Status status) {
            if (!status.ok()) Fail(std::move(status));
            latencies_[caller].push_back(absl::ToDoubleMilliseconds(clock_.Now() - begin));
            SendNext(caller);
          });
  }

  void Fail(absl::Status status) {
    MutexLock lock(mu_);
    if (status_.ok()) status_ = std::move(status);
    has_failed_ = true;
  }

  void Leave() {
    MutexLock lock(mu_);
    last_ = clock_.Now();
    if (--running_ == 0) changed_.SignalAll();
  }

  LoopResult Result() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    std::vector<double> all;
    for (const std::vector<double>& some : latencies_)
      all.insert(all.end(), some.begin(), some.end());
    LoopResult result;
    result.articles_per_s = static_cast<double>(all.size()) / absl::ToDoubleSeconds(last_ - start_);
    result.p50_ms = Quantile(&all, 0.50);
    result.p99_ms = Quantile(&all, 0.99);
    return result;
  }

  // Constant after construction, or once the callers run.
  const LoopOptions options_;
  const absl::Span<const v1::Article> articles_;
  const SendArticle& send_;
  SteadyClock clock_;
  absl::Time start_;
  absl::Time end_;

  std::atomic<size_t> next_ = 0;
  std::atomic<bool> has_failed_ = false;
  std::vector<std::vector<double>> latencies_;  // Of each caller, which works on its own.

  Mutex mu_;
  CondVar changed_;
  size_t running_ ABSL_GUARDED_BY(mu_) = 0;
  absl::Time last_ ABSL_GUARDED_BY(mu_);
  absl::Status status_ ABSL_GUARDED_BY(mu_);
};

}  // namespace

absl::StatusOr<LoopResult> RunClosedLoop(const LoopOptions& options,
                                         absl::Span<const v1::Article> articles,
                                         const SendArticle& send) {
  return Loop(options, articles, send).Run();
}

double Quantile(std::vector<double>* values, double share) {
  if (values->empty()) return 0;
  const auto rank = static_cast<size_t>(std::ceil(share * static_cast<double>(values->size())));
  const auto at = values->begin() + static_cast<std::ptrdiff_t>(std::max<size_t>(rank, 1) - 1);
  std::nth_element(values->begin(), at, values->end());
  return *at;
}

}  // namespace tasnif
