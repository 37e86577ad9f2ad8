#include "client/in_flight_limit.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tasnif {

InFlightLimit::InFlightLimit(const InFlightLimits& limits, const Clock& clock,
                             StatisticsCounters& counters, std::unique_ptr<Transport> next)
    : limits_(limits), clock_(clock), counters_(counters), next_(std::move(next)) {}

void InFlightLimit::WaitUntilIdle() {
  MutexLock lock(mu_);
  while (batches_ > 0) changed_.Wait(mu_);
}

void InFlightLimit::Send(Batch batch, Done done) {
  const Size size = {.articles = batch.size(), .bytes = batch.request.ByteSizeLong()};
  if (absl::Status status = Take(size, batch); !status.ok()) {
    return std::move(done)(FailAll(std::move(batch), status));
  }
  next_->Send(std::move(batch), [this, size, done = std::move(done)](Reply reply) mutable {
    // Room first: `done` may send again.
    GiveBack(size);
    std::move(done)(std::move(reply));
    End();
  });
}

void InFlightLimit::Cancel() {
  {
    MutexLock lock(mu_);
    is_cancelled_ = true;
    changed_.SignalAll();
  }
  next_->Cancel();
}

bool InFlightLimit::HasRoom(const Size& size) const {
  if (used_.articles == 0) return true;
  return used_.articles + size.articles <= limits_.max_articles &&
         used_.bytes + size.bytes <= limits_.max_bytes;
}

absl::Status InFlightLimit::Take(const Size& size, const Batch& batch) {
  MutexLock lock(mu_);
  if (!is_cancelled_ && !HasRoom(size)) {
    if (!batch.waits_for_room) {
      counters_.overflows += size.articles;
      return absl::ResourceExhaustedError(absl::StrCat(
          used_.articles, " articles with ", used_.bytes, " bytes are on their way, the limit is ",
          limits_.max_articles, " and ", limits_.max_bytes, "; wait for some, or raise in_flight"));
    }
    const auto first = std::min_element(batch.deadlines.begin(), batch.deadlines.end());
    if (absl::Status status = WaitForRoom(size, *first); !status.ok()) return status;
  }
  if (is_cancelled_) return absl::CancelledError("the client was cancelled");
  used_.articles += size.articles;
  used_.bytes += size.bytes;
  ++batches_;
  return absl::OkStatus();
}

absl::Status InFlightLimit::WaitForRoom(const Size& size, absl::Time deadline) {
  while (!is_cancelled_ && !HasRoom(size)) {
    const absl::Duration left = std::min(deadline - clock_.Now(), absl::Hours(1));
    if (left <= absl::ZeroDuration()) {
      return absl::DeadlineExceededError(
          absl::StrCat("no room came free in time: ", used_.articles,
                       " articles are on their way; allow more time, or send fewer at a time"));
    }
    changed_.WaitUntil(mu_, std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(left));
  }
  return absl::OkStatus();
}

void InFlightLimit::GiveBack(const Size& size) {
  MutexLock lock(mu_);
  used_.articles -= size.articles;
  used_.bytes -= size.bytes;
  changed_.SignalAll();
}

void InFlightLimit::End() {
  MutexLock lock(mu_);
  // Under the lock: the destructor cannot go on before this thread has left.
  if (--batches_ == 0) changed_.SignalAll();
}

}  // namespace tasnif
