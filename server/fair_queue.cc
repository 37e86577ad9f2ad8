#include "server/fair_queue.h"

#include <algorithm>

namespace tasnif {

void FairQueue::Push(const Flow& flow, size_t cost, Executor::Task task) {
  Level& level = levels_[flow.is_bulk ? 1 : 0];
  if (level.ends.size() >= level.forget_at) Forget(&level);
  Time& end = level.ends[flow.client];
  const Time start = std::max(level.now, end);
  end = start + std::max<size_t>(cost, 1);
  level.turns.emplace(std::make_pair(start, arrivals_++), std::move(task));
}

Executor::Task FairQueue::Pop() {
  Level& level = levels_[0].turns.empty() ? levels_[1] : levels_[0];
  const auto first = level.turns.begin();
  level.now = first->first.first;
  Executor::Task task = std::move(first->second);
  level.turns.erase(first);
  return task;
}

void FairQueue::Forget(Level* level) {
  for (auto client = level->ends.begin(); client != level->ends.end();) {
    client = client->second <= level->now ? level->ends.erase(client) : std::next(client);
  }
  // Doubling keeps the cost of forgetting constant per Push.
  level->forget_at = std::max(kForgetAt, 2 * level->ends.size());
}

}  // namespace tasnif
