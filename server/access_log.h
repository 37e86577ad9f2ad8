// server/access_log.h
//
// One line in the log for each call, without a word of its articles:
//
//   {"time":"…","level":"info","message":"call","front":"http","method":"Classify","code":"OK",
//    "request_id":"7f3a…","client":"10.0.0.7","articles":64,"bytes":213004,"queue_ms":0.4,
//    "compute_ms":9.2,"trace_id":"4bf9…","span_id":"…","parent_id":"…","left_out":0}
//
//   AccessLog log({.lines_per_second = 100}, logger, clock);
//   Classifier::Create({.observer = &log, …}, …);
//
// A busy server is not drowned: no more than so many lines a second are written, and `left_out`
// says how many were not since the last one. Our own faults are written at level error, what an
// operator may want to act on (refused, too late, draining) at warning. Probes of /healthz, /readyz
// and /metrics that went well are not written.
//
// Threads: safe. Cost: a short lock, and a line of text where one is written.
#ifndef TASNIF_SERVER_ACCESS_LOG_H_
#define TASNIF_SERVER_ACCESS_LOG_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mutex.h"
#include "server/call_observer.h"

namespace tasnif {

enum class AccessLogPolicy { kNone, kErrors, kAll };

// "none", "errors", "all"; INVALID_ARGUMENT names these otherwise.
absl::StatusOr<AccessLogPolicy> ParseAccessLogPolicy(std::string_view name);

struct AccessLogOptions {
  AccessLogPolicy policy = AccessLogPolicy::kAll;
  // Also as many at once. At least 1.
  double lines_per_second = 100;
};

// So many lines a second. Pure but for its state; time comes from the caller.
class LineBudget {
 public:
  explicit LineBudget(double lines_per_second)
      : per_second_(lines_per_second), lines_(lines_per_second) {}

  // How many were left out since the last line, where one may be written now; nothing otherwise.
  std::optional<uint64_t> Take(absl::Time now);

 private:
  const double per_second_;
  double lines_;
  absl::Time last_ = absl::InfinitePast();
  uint64_t left_out_ = 0;
};

class AccessLog : public CallObserver {
 public:
  // logger and clock must outlive the log.
  AccessLog(const AccessLogOptions& options, Logger& logger, const Clock& clock)
      : policy_(options.policy),
        logger_(logger),
        clock_(clock),
        budget_(options.lines_per_second) {}

  void OnCall(const CallRecord& call) override;
  void OnArticle(const v1::ArticleResult&) override {}

 private:
  bool Wants(const CallRecord& call) const;
  std::optional<uint64_t> Take();

  // Constant after construction.
  const AccessLogPolicy policy_;
  Logger& logger_;
  const Clock& clock_;

  Mutex mu_;
  LineBudget budget_ ABSL_GUARDED_BY(mu_);
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_ACCESS_LOG_H_
