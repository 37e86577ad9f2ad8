#include "server/model_feed.h"

#include <algorithm>

namespace tasnif {
namespace {

bool AreEqual(const std::vector<v1::Model>& a, const std::vector<v1::Model>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const v1::Model& left, const v1::Model& right) {
                      return left.SerializeAsString() == right.SerializeAsString();
                    });
}

}  // namespace

void ModelFeed::Add(ModelWatcher* watcher) {
  MutexLock lock(mu_);
  if (is_draining_) return watcher->OnDrain();
  watchers_.insert(watcher);
  watcher->OnModels(models_);
}

void ModelFeed::Remove(ModelWatcher* watcher) {
  MutexLock lock(mu_);
  watchers_.erase(watcher);
}

bool ModelFeed::Publish(const std::function<std::vector<v1::Model>()>& list) {
  MutexLock lock(mu_);
  std::vector<v1::Model> models = list();
  if (AreEqual(models, models_)) return false;
  models_ = std::move(models);
  for (ModelWatcher* watcher : watchers_) watcher->OnModels(models_);
  return true;
}

void ModelFeed::Drain() {
  MutexLock lock(mu_);
  is_draining_ = true;
  for (ModelWatcher* watcher : std::exchange(watchers_, {})) watcher->OnDrain();
}

}  // namespace tasnif
