#include "registry/reloader.h"

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <utility>

namespace tasnif {
namespace {

// Of this thread only: Linux keeps it per thread. Answers go before checksums.
constexpr int kNiceness = 10;

}  // namespace

Reloader::Reloader(Registry& registry, const ReloadOptions& options, const Clock& clock,
                   OnReload on_reload)
    : registry_(registry),
      clock_(clock),
      on_reload_(std::move(on_reload)),
      watch_(registry.folder()),
      schedule_(options, clock.Now()),
      thread_([this] { Work(); }) {}

Reloader::~Reloader() {
  is_stopping_ = true;
  watch_.Wake();
  thread_.join();
}

void Reloader::Work() {
  (void)setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNiceness);
  while (!is_stopping_) {
    const FolderWatch::Event event = watch_.Wait(schedule_.UntilNext(clock_.Now()));
    const absl::Time now = clock_.Now();
    if (event == FolderWatch::kChanged) schedule_.OnChange(now);
    if (schedule_.IsDue(now)) Reload(now);
  }
}

void Reloader::Reload(const absl::Time& now) {
  const absl::Status status = registry_.Reload();
  schedule_.OnReload(now, status.ok());
  on_reload_(status);
  // Models that went with their last call left holes in the heap; what the last call still holds
  // goes at the next reload, which comes with the next poll at the latest.
  malloc_trim(0);
}

}  // namespace tasnif
