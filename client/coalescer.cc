#include "client/coalescer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/numeric/bits.h"
#include "absl/strings/str_cat.h"

namespace tasnif {
namespace {

// Equal for times left that differ by less than a factor of two.
int TimeClass(absl::Duration left) {
  const int64_t milliseconds = std::max<int64_t>(absl::ToInt64Milliseconds(left), 0);
  return absl::bit_width(static_cast<uint64_t>(milliseconds));
}

void MoveArticles(Batch* from, Batch* to) {
  for (v1::Article& article : *from->request.mutable_articles()) {
    to->request.add_articles()->Swap(&article);
  }
  to->deadlines.insert(to->deadlines.end(), from->deadlines.begin(), from->deadlines.end());
}

}  // namespace

Coalescer::Coalescer(const CoalesceOptions& options, const Clock& clock, Timer& timer,
                     std::unique_ptr<Transport> next)
    : options_(options), clock_(clock), timer_(timer), next_(std::move(next)) {}

Coalescer::~Coalescer() {
  MutexLock lock(mu_);
  while (calls_ > 0) changed_.Wait(mu_);
}

void Coalescer::Send(Batch batch, Done done) {
  const std::string key = KeyOf(batch);
  const size_t size = batch.size();
  const size_t bytes = batch.request.ByteSizeLong();
  std::vector<Open> closed;
  {
    MutexLock lock(mu_);
    auto call = Find(key);
    if (!Fits(call->second, size, bytes)) {
      Close(call, &closed);
      call = OpenNew(key);
    }
    Open& open = call->second;
    const uint64_t number = call->first;
    const bool is_new = open.parts.empty();
    if (is_new) {
      open.batch = std::move(batch);
    } else {
      MoveArticles(&batch, &open.batch);
    }
    open.bytes += bytes;
    open.parts.push_back({size, std::move(done)});
    if (IsFull(open)) Close(call, &closed);
    CloseEagerly(&closed);
    if (is_new && open_.count(number) > 0) {
      timer_.RunAt(clock_.Now() + options_.max_delay, [this, number] { OnDue(number); });
    }
  }
  SendAll(std::move(closed));
}

void Coalescer::Flush() {
  std::vector<Open> closed;
  {
    MutexLock lock(mu_);
    CloseAll(&closed);
  }
  SendAll(std::move(closed));
  next_->Flush();
}

void Coalescer::Cancel() {
  std::vector<Open> closed;
  {
    MutexLock lock(mu_);
    CloseAll(&closed);
  }
  for (Open& open : closed) {
    Reply reply = FailAll(std::move(open.batch), absl::CancelledError("the client was cancelled"));
    OnReply(std::move(open.parts), std::move(reply));
  }
  next_->Cancel();
}

std::string Coalescer::KeyOf(const Batch& batch) const {
  const auto first = std::min_element(batch.deadlines.begin(), batch.deadlines.end());
  return absl::StrCat(TimeClass(*first - clock_.Now()), ":",
                      batch.request.options().SerializeAsString());
}

bool Coalescer::Fits(const Open& open, size_t articles, size_t bytes) const {
  if (open.parts.empty()) return true;
  return open.batch.size() + articles <= options_.max_articles &&
         open.bytes + bytes <= options_.max_bytes;
}

bool Coalescer::IsFull(const Open& open) const {
  return open.batch.size() >= options_.max_articles || open.bytes >= options_.max_bytes ||
         options_.max_delay <= absl::ZeroDuration();
}

Coalescer::OpenCalls::iterator Coalescer::Find(const std::string& key) {
  const auto number = by_key_.find(key);
  return number == by_key_.end() ? OpenNew(key) : open_.find(number->second);
}

Coalescer::OpenCalls::iterator Coalescer::OpenNew(std::string key) {
  const uint64_t number = next_number_++;
  by_key_[key] = number;
  return open_.emplace(number, Open{.key = std::move(key)}).first;
}

void Coalescer::Close(OpenCalls::iterator call, std::vector<Open>* closed) {
  by_key_.erase(call->second.key);
  closed->push_back(std::move(call->second));
  open_.erase(call);
  ++calls_;
}

void Coalescer::CloseEagerly(std::vector<Open>* closed) {
  while (!open_.empty() && calls_ < options_.eager_calls) Close(open_.begin(), closed);
}

void Coalescer::CloseAll(std::vector<Open>* closed) {
  while (!open_.empty()) Close(open_.begin(), closed);
}

void Coalescer::OnDue(uint64_t number) {
  std::vector<Open> closed;
  {
    MutexLock lock(mu_);
    if (const auto call = open_.find(number); call != open_.end()) Close(call, &closed);
  }
  SendAll(std::move(closed));
}

void Coalescer::SendAll(std::vector<Open> closed) {
  for (Open& open : closed) {
    next_->Send(std::move(open.batch), [this, parts = std::move(open.parts)](Reply reply) mutable {
      OnReply(std::move(parts), std::move(reply));
    });
  }
}

void Coalescer::OnReply(std::vector<Part> parts, Reply reply) {
  auto next = reply.outcomes.begin();
  for (Part& part : parts) {
    const auto end = next + static_cast<std::ptrdiff_t>(part.size);
    Reply answer;
    answer.outcomes.assign(std::make_move_iterator(next), std::make_move_iterator(end));
    next = end;
    std::move(part.done)(std::move(answer));
  }
  // Only now, so that what the callers sent in turn goes together.
  std::vector<Open> closed;
  {
    MutexLock lock(mu_);
    --calls_;
    CloseEagerly(&closed);
    if (calls_ == 0) changed_.SignalAll();
  }
  SendAll(std::move(closed));
}

}  // namespace tasnif
