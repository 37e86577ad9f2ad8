#include "cli/stop_signals.h"

#include <signal.h>

namespace tasnif {
namespace {

// A signal handler reaches nothing that is not global.
std::atomic<bool> stop_is_asked_for = false;
static_assert(std::atomic<bool>::is_always_lock_free);

void OnSignal(int) { stop_is_asked_for = true; }

}  // namespace

const std::atomic<bool>& StopSignals() {
  struct sigaction action = {};
  action.sa_handler = OnSignal;
  action.sa_flags = SA_RESETHAND;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  return stop_is_asked_for;
}

}  // namespace tasnif
