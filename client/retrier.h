// client/retrier.h
//
// Sends articles that failed again, and only these: those of a call that already have a result keep
// it. Waits as long as the server asks (`grpc-retry-pushback-ms`), at least a jittered exponential
// backoff, never past an article's deadline; a budget keeps retries a part of all calls.
//
//   Retrier retrier({.max_attempts = 8}, clock, timer, random, counters, "c0ffee", next);
//
// Gives every call its request id: PREFIX-NUMBER, and PREFIX-NUMBER.2 for its first retry.
// Threads: safe. Cost: a short lock a call.
#ifndef TASNIF_CLIENT_RETRIER_H_
#define TASNIF_CLIENT_RETRIER_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "client/retry_policy.h"
#include "client/statistics.h"
#include "client/timer.h"
#include "client/transport.h"

namespace tasnif {

class Retrier : public Transport {
 public:
  // clock, timer, counters: must outlive its use of them; the timer drops its tasks first.
  // id_prefix: visible ASCII, at most 100 bytes.
  Retrier(const RetryOptions& options, const Clock& clock, Timer& timer, RandomSource random,
          StatisticsCounters& counters, std::string id_prefix, std::unique_ptr<Transport> next);
  ~Retrier() override;

  // An outcome that stays a failure is that of the last attempt.
  void Send(Batch batch, Done done) override;
  void Flush() override { next_->Flush(); }
  void Cancel() override;

 private:
  // A batch of which some articles have no final outcome.
  struct Work;

  void Try(std::unique_ptr<Work> work);
  void OnReply(std::unique_ptr<Work> work, Reply reply);
  // Sorts the outcomes of an attempt: final ones to their places, the others stay as work->rest.
  // Returns how long the rest has to wait.
  absl::Duration Settle(Reply reply, Work* work);
  bool MayRetry();
  void Wait(std::unique_ptr<Work> work, absl::Time until);
  void OnDue(uint64_t number);

  // Constant after construction.
  const RetryOptions options_;
  const Clock& clock_;
  Timer& timer_;
  const RandomSource random_;
  StatisticsCounters& counters_;
  const std::string id_prefix_;

  std::atomic<uint64_t> next_id_ = 1;

  Mutex mu_;
  RetryBudget budget_ ABSL_GUARDED_BY(mu_);
  std::map<uint64_t, std::unique_ptr<Work>> waiting_ ABSL_GUARDED_BY(mu_);
  uint64_t next_waiting_ ABSL_GUARDED_BY(mu_) = 0;
  bool is_cancelled_ ABSL_GUARDED_BY(mu_) = false;

  const std::unique_ptr<Transport> next_;
};

}  // namespace tasnif

#endif  // TASNIF_CLIENT_RETRIER_H_
