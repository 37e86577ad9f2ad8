#include "server/idle_thread.h"

#include <sys/resource.h>
#include <unistd.h>

namespace tasnif {
namespace {

// Not SCHED_IDLE: it shares locks with threads that answer, and must let go of them some time.
constexpr int kNiceness = 19;

}  // namespace

IdleThread::IdleThread() {
  pool_.Run(
      [](size_t) { (void)setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNiceness); });
}

}  // namespace tasnif
