// registry/folder_watch.h
//
// Waits until something in a models folder changes: the folder, its heads and their versions.
//
//   FolderWatch watch("models");
//   switch (watch.Wait(absl::Seconds(10))) { case FolderWatch::kChanged: … }
//
// Where the system gives no notice (no inotify, too many watches, a network file system), Wait()
// only tells the time; poll then.
// Threads: Wait() from one thread; Wake() from any.
// Source: inotify(7).
#ifndef TASNIF_REGISTRY_FOLDER_WATCH_H_
#define TASNIF_REGISTRY_FOLDER_WATCH_H_

#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace tasnif {

// Whether a file or folder of this name says anything about the models: locks, the history, what
// the gate refused and files that are still being written do not. Pure.
bool ConcernsModels(std::string_view name);

class FolderWatch {
 public:
  enum Event { kTimeout, kChanged, kWoken };

  // The folder may come and go.
  explicit FolderWatch(std::string folder);
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  // kWoken goes first. Changes between two calls are not missed. kTimeout may come early: something
  // changed that does not concern the models.
  Event Wait(absl::Duration timeout);

  // The present or the next Wait() returns kWoken.
  void Wake();

 private:
  void AddWatches();
  bool DrainEvents();

  // Constant after construction.
  const std::string folder_;
  const int notify_;  // -1: no notice.
  const int wake_;
};

}  // namespace tasnif

#endif  // TASNIF_REGISTRY_FOLDER_WATCH_H_
