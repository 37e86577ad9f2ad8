#include "server/admission.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "server/retry_after.h"

namespace tasnif {
namespace {

constexpr size_t kShareOfFree = 2;
constexpr size_t kBulkPart = 2;  // Bulk may use limit / kBulkPart.

// Where nothing was measured yet.
constexpr absl::Duration kFirstRetryAfter = absl::Milliseconds(100);

void Add(const WorkSize& more, WorkSize* sum) {
  sum->articles += more.articles;
  sum->bytes += more.bytes;
}

void Subtract(const WorkSize& less, WorkSize* sum) {
  sum->articles -= less.articles;
  sum->bytes -= less.bytes;
}

absl::Status Refusal(std::string_view unit, const Room& room, size_t more) {
  return absl::ResourceExhaustedError(absl::StrCat(
      "the server holds ", room.used, " of at most ", room.limit, " ", std::string(unit),
      " that wait for an answer, ", room.held, " of them of this client, and this call would add ",
      more, "; send it again later, or to another server"));
}

// 0.5 to 1.5, spread evenly over the refusals: multiples of the golden ratio, modulo one.
double Spread(uint64_t refusal) {
  const double product = static_cast<double>(refusal % (uint64_t{1} << 32)) * 0.6180339887498949;
  return 0.5 + (product - std::floor(product));
}

}  // namespace

bool HasRoom(const Room& room, size_t more, bool is_bulk) {
  const size_t free = room.limit - std::min(room.limit, room.used);
  if (more > free) return false;
  if (is_bulk && room.used_by_bulk + more > room.limit / kBulkPart) return false;
  return room.held == 0 || room.held + more <= kShareOfFree * free;
}

Permit& Permit::operator=(Permit&& other) noexcept {
  if (this == &other) return *this;
  Release();
  admission_ = std::exchange(other.admission_, nullptr);
  flow_ = std::move(other.flow_);
  size_ = std::exchange(other.size_, {});
  return *this;
}

void Permit::Resize(const WorkSize& size) {
  if (admission_ == nullptr) return;
  admission_->Resize(flow_, size_, size);
  size_ = size;
}

void Permit::Release() {
  if (admission_ != nullptr) std::exchange(admission_, nullptr)->Release(flow_, size_);
}

Admission::Admission(const AdmissionLimits& limits, const Clock& clock)
    : limits_(limits), clock_(clock), done_(clock.Now()) {}

absl::StatusOr<Permit> Admission::Admit(const Flow& flow, const WorkSize& size) {
  MutexLock lock(mu_);
  if (absl::Status status = Check(flow, size); !status.ok()) {
    ++refused_;
    return WithRetryAfter(std::move(status), SuggestWait());
  }
  Take(flow, size);
  return Permit(this, flow, size);
}

std::optional<Permit> Admission::AdmitSpare(const Flow& flow, const WorkSize& size) {
  MutexLock lock(mu_);
  if (!Check(flow, size).ok()) return std::nullopt;
  Take(flow, size);
  return Permit(this, flow, size);
}

Permit Admission::AdmitAlways(const Flow& flow, const WorkSize& size) {
  MutexLock lock(mu_);
  Take(flow, size);
  return Permit(this, flow, size);
}

absl::Status Admission::Check(const Flow& flow, const WorkSize& size) const {
  if (used_ == WorkSize()) return absl::OkStatus();
  const auto found = held_.find(flow.client);
  const WorkSize held = found == held_.end() ? WorkSize() : found->second.size;
  const Room articles = {limits_.max_articles, used_.articles, used_by_bulk_.articles,
                         held.articles};
  if (!HasRoom(articles, size.articles, flow.is_bulk)) {
    return Refusal("articles", articles, size.articles);
  }
  const Room bytes = {limits_.max_bytes, used_.bytes, used_by_bulk_.bytes, held.bytes};
  if (!HasRoom(bytes, size.bytes, flow.is_bulk)) return Refusal("bytes", bytes, size.bytes);
  return absl::OkStatus();
}

absl::Duration Admission::SuggestWait() {
  const double rate = done_.PerSecond(clock_.Now());
  const absl::Duration until_done =
      rate > 0 ? absl::Seconds(static_cast<double>(CostOf(used_)) / rate) : kFirstRetryAfter;
  return std::clamp(until_done * Spread(refused_), kMinRetryAfter, kMaxRetryAfter);
}

void Admission::Take(const Flow& flow, const WorkSize& size) {
  ++admitted_;
  Add(size, &used_);
  if (flow.is_bulk) Add(size, &used_by_bulk_);
  Holding& holding = held_[flow.client];
  Add(size, &holding.size);
  ++holding.permits;
}

void Admission::GiveBack(const Flow& flow, const WorkSize& size) {
  Subtract(size, &used_);
  if (flow.is_bulk) Subtract(size, &used_by_bulk_);
  const auto holding = held_.find(flow.client);
  Subtract(size, &holding->second.size);
  if (--holding->second.permits == 0) held_.erase(holding);
}

void Admission::Release(const Flow& flow, const WorkSize& size) {
  MutexLock lock(mu_);
  GiveBack(flow, size);
  done_.Add(clock_.Now(), static_cast<double>(CostOf(size)));
}

void Admission::Resize(const Flow& flow, const WorkSize& before, const WorkSize& after) {
  MutexLock lock(mu_);
  Add(after, &used_);
  Subtract(before, &used_);
  Holding& holding = held_[flow.client];
  Add(after, &holding.size);
  Subtract(before, &holding.size);
  if (!flow.is_bulk) return;
  Add(after, &used_by_bulk_);
  Subtract(before, &used_by_bulk_);
}

Admission::State Admission::state() const {
  MutexLock lock(mu_);
  return {.held = used_, .clients = held_.size(), .admitted = admitted_, .refused = refused_};
}

}  // namespace tasnif
