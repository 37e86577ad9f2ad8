// server/model_feed.h
//
// Tells whoever watches what the models are, now and whenever that changes.
//
//   feed.Add(&watcher);                 // watcher.OnModels(now), then at every change
//   feed.Publish([&] { return registry.List(); });   // after each reload; equal ones are told once
//   feed.Remove(&watcher);
//   feed.Drain();                       // on SIGTERM: watcher.OnDrain()
//
// Threads: safe. Watchers are called under the feed's lock and must not call the feed.
#ifndef TASNIF_SERVER_MODEL_FEED_H_
#define TASNIF_SERVER_MODEL_FEED_H_

#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "base/mutex.h"
#include "tasnif/v1/models.pb.h"

namespace tasnif {

class ModelWatcher {
 public:
  virtual ~ModelWatcher() = default;
  virtual void OnModels(const std::vector<v1::Model>& models) = 0;
  // Nothing comes afterwards.
  virtual void OnDrain() = 0;
};

class ModelFeed {
 public:
  explicit ModelFeed(std::vector<v1::Model> models) : models_(std::move(models)) {}

  void Add(ModelWatcher* watcher);
  void Remove(ModelWatcher* watcher);
  // list: asked for the models while nobody else may publish, so that of two the later one has the
  // later list; must be quick. True where it differs from the one before.
  bool Publish(const std::function<std::vector<v1::Model>()>& list);
  void Drain();

 private:
  Mutex mu_;
  std::vector<v1::Model> models_ ABSL_GUARDED_BY(mu_);
  std::set<ModelWatcher*> watchers_ ABSL_GUARDED_BY(mu_);
  bool is_draining_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_MODEL_FEED_H_
