// registry/reloader.h
//
// Keeps a registry up to date while it answers, on one thread of low priority: watches the folder,
// loads and self-tests what changed, lets the registry swap, and gives memory back.
//
//   Reloader reloader(*registry, {}, clock, [&](const absl::Status& status) { Tell(status); });
//   reloader.Run([&](size_t) { … });         // other slow work on models, in turn with reloads
//
// The destructor runs what was queued, then stops the thread.
// Threads: safe. The callback and the tasks run on the reloader's thread.
#ifndef TASNIF_REGISTRY_RELOADER_H_
#define TASNIF_REGISTRY_RELOADER_H_

#include <deque>
#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "base/clock.h"
#include "base/executor.h"
#include "base/mutex.h"
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

  void Run(Task task) override;
  size_t worker_count() const override { return 1; }

 private:
  void Work();
  // False where the thread shall end.
  bool RunTasks();
  void Reload(const absl::Time& now);

  // Constant after construction.
  Registry& registry_;
  const Clock& clock_;
  const OnReload on_reload_;

  // Thread-safe.
  FolderWatch watch_;

  // Of the thread.
  ReloadSchedule schedule_;

  Mutex mu_;
  std::deque<Task> tasks_ ABSL_GUARDED_BY(mu_);
  bool is_stopping_ ABSL_GUARDED_BY(mu_) = false;

  std::thread thread_;
};

}  // namespace tasnif

#endif  // TASNIF_REGISTRY_RELOADER_H_
