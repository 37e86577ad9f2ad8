#include "server/drain.h"

#include <chrono>

namespace tasnif {

bool Drain::Enter() {
  MutexLock lock(mu_);
  if (is_draining_) return false;
  ++calls_;
  return true;
}

void Drain::Leave() {
  MutexLock lock(mu_);
  if (--calls_ == 0) idle_.SignalAll();
}

void Drain::Begin() {
  MutexLock lock(mu_);
  is_draining_ = true;
}

bool Drain::is_draining() const {
  MutexLock lock(mu_);
  return is_draining_;
}

bool Drain::WaitUntilIdle(absl::Duration at_least, absl::Duration at_most) {
  const auto start = std::chrono::steady_clock::now();
  const auto earliest = start + absl::ToChronoNanoseconds(at_least);
  const auto latest = start + absl::ToChronoNanoseconds(at_most);
  MutexLock lock(mu_);
  while (calls_ > 0 && idle_.WaitUntil(mu_, latest)) {
  }
  while (idle_.WaitUntil(mu_, earliest)) {
  }
  return calls_ == 0;
}

}  // namespace tasnif
