// registry/reloader.h
//
// Keeps a registry up to date while it answers: one thread of low priority watches the folder,
// loads and self-tests what changed, lets the registry swap, and gives memory back. Another one, of
// the usual priority, makes the changes that somebody waits for, one at a time: a rollback must not
// starve behind the load that it is to end.
//
//   Reloader reloader(*registry, {}, clock, [&](const absl::Status& status) { Tell(status); });
//   reloader.Run([&](size_t) { … });
//
// The destructor runs what was queued, then stops the threads.
// Threads: safe. The callback runs on the first thread, tasks on the second.
#ifndef TASNIF_REGISTRY_RELOADER_H_
#define TASNIF_REGISTRY_RELOADER_H_

#include <atomic>
#include <functional>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "base/clock.h"
#include "base/executor.h"
#include "registry/folder_watch.h"
#include "registry/registry.h"
#include "registry/reload_schedule.h"

namespace tasnif {

class Reloader : public Executor {
 public:
  // Called after each reload with its result; often nothing has changed.
  using OnReload = std::function<void(const absl::Status& status)>;

  // registry and clock must outlive the reloader.
  Reloader(Registry& registry, const ReloadOptions& options, const Clock& clock,
           OnReload on_reload);
  ~Reloader() override;

  void Run(Task task) override { changes_.Run(std::move(task)); }
  size_t worker_count() const override { return 1; }

 private:
  void Work();
  void Reload(const absl::Time& now);

  // Constant after construction.
  Registry& registry_;
  const Clock& clock_;
  const OnReload on_reload_;

  // Thread-safe.
  FolderWatch watch_;

  // Of the thread.
  ReloadSchedule schedule_;

  std::atomic<bool> is_stopping_ = false;

  std::thread thread_;
  ThreadPool changes_{1};
};

}  // namespace tasnif

#endif  // TASNIF_REGISTRY_RELOADER_H_
