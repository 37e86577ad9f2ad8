#include "base/periodic.h"

#include <chrono>
#include <utility>

namespace tasnif {

Periodic::Periodic(absl::Duration distance, std::function<void()> work)
    : distance_(distance), work_(std::move(work)), thread_([this] { Run(); }) {}

Periodic::~Periodic() {
  {
    MutexLock lock(mu_);
    is_stopping_ = true;
    stopping_.SignalAll();
  }
  thread_.join();
}

bool Periodic::Wait() {
  const auto until = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(distance_);
  MutexLock lock(mu_);
  while (!is_stopping_) {
    if (!stopping_.WaitUntil(mu_, until)) break;
  }
  return !is_stopping_;
}

void Periodic::Run() {
  while (Wait()) work_();
}

}  // namespace tasnif
