#include "server/access_log.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"

namespace tasnif {
namespace {

LogLevel LevelOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
      return LogLevel::kError;
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kFailedPrecondition:
      return LogLevel::kWarning;
    default:
      return LogLevel::kInfo;
  }
}

bool IsProbe(std::string_view method) {
  return method == "healthz" || method == "readyz" || method == "metrics";
}

// To a microsecond.
double Milliseconds(absl::Duration duration) {
  return static_cast<double>(absl::ToInt64Microseconds(duration)) / 1000;
}

}  // namespace

absl::StatusOr<AccessLogPolicy> ParseAccessLogPolicy(std::string_view name) {
  if (name == "none") return AccessLogPolicy::kNone;
  if (name == "errors") return AccessLogPolicy::kErrors;
  if (name == "all") return AccessLogPolicy::kAll;
  return absl::InvalidArgumentError(
      absl::StrCat("'", std::string(name), "' is not one of none, errors, all"));
}

std::optional<uint64_t> LineBudget::Take(absl::Time now) {
  if (now > last_) {
    const double earned =
        last_ == absl::InfinitePast() ? 0 : absl::ToDoubleSeconds(now - last_) * per_second_;
    lines_ = std::min(per_second_, lines_ + earned);
    last_ = now;
  }
  if (lines_ < 1) {
    ++left_out_;
    return std::nullopt;
  }
  lines_ -= 1;
  return std::exchange(left_out_, 0);
}

bool AccessLog::Wants(const CallRecord& call) const {
  const bool is_ok = call.code == absl::StatusCode::kOk;
  if (is_ok && (policy_ == AccessLogPolicy::kErrors || IsProbe(call.method))) return false;
  return policy_ != AccessLogPolicy::kNone;
}

std::optional<uint64_t> AccessLog::Take() {
  MutexLock lock(mu_);
  return budget_.Take(clock_.Now());
}

void AccessLog::OnCall(const CallRecord& call) {
  if (!Wants(call)) return;
  const std::optional<uint64_t> left_out = Take();
  if (!left_out.has_value()) return;
  static const TraceContext kNoTrace;
  const TraceContext& trace = call.trace == nullptr ? kNoTrace : *call.trace;
  const std::string code = absl::StatusCodeToString(call.code);
  logger_.Log(LevelOf(call.code), "call",
              {{"front", call.front},
               {"method", call.method},
               {"code", code},
               {"request_id", call.request_id},
               {"client", call.client},
               {"articles", call.articles},
               {"bytes", call.bytes},
               {"queue_ms", Milliseconds(call.queue)},
               {"compute_ms", Milliseconds(call.compute)},
               {"trace_id", trace.trace_id},
               {"span_id", trace.span_id},
               {"parent_id", trace.parent_id},
               {"left_out", *left_out}});
}

}  // namespace tasnif
