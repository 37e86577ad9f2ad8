#include "server/fair_queue.h"

#include <algorithm>

namespace tasnif {
namespace {

// One of so many turns of a client goes to the one that waits longest, the others by due time.
constexpr uint64_t kOldestEvery = 4;

}  // namespace

Due FairQueue::DueOf(const Flow& flow, size_t cost) {
  const Level& level = levels_[flow.is_bulk ? 1 : 0];
  const auto client = level.clients.find(flow.client);
  const Time now = client == level.clients.end() ? level.now : client->second.now;
  return {.time = now + cost, .job = arrivals_++};
}

void FairQueue::Push(const Flow& flow, size_t cost, Executor::Task task) {
  Level& level = levels_[flow.is_bulk ? 1 : 0];
  Client& client = ClientOf(flow.client, &level);
  cost = std::max<size_t>(cost, 1);
  const Time start = std::max(level.now, client.end);
  client.end = start + cost;
  const uint64_t arrival = arrivals_++;
  level.shares.emplace(std::make_pair(start, arrival), &client);
  Due due = flow.due;
  if (due.job == 0) {
    client.last = std::max(client.last, client.now + cost);
    due = {.time = client.last, .job = arrival};
  }
  client.by_arrival.emplace(arrival, due);
  client.turns.emplace(std::make_pair(due, arrival), Turn{.cost = cost, .task = std::move(task)});
}

Executor::Task FairQueue::Pop() {
  Level& level = levels_[0].shares.empty() ? levels_[1] : levels_[0];
  const auto share = level.shares.begin();
  level.now = share->first.first;
  Client& client = *share->second;
  level.shares.erase(share);
  const size_t waiting = client.turns.size();
  Turn turn = Take(&client);
  client.now += turn.cost / waiting;
  return std::move(turn.task);
}

FairQueue::Turn FairQueue::Take(Client* client) {
  const bool is_oldest = ++client->taken % kOldestEvery == 0;
  const auto oldest = client->by_arrival.begin();
  const auto turn =
      is_oldest ? client->turns.find({oldest->second, oldest->first}) : client->turns.begin();
  Turn taken = std::move(turn->second);
  client->by_arrival.erase(turn->first.second);
  client->turns.erase(turn);
  return taken;
}

// New ones begin where all are, so that the time of one that was forgotten goes on.
FairQueue::Client& FairQueue::ClientOf(const std::string& name, Level* level) {
  const auto found = level->clients.find(name);
  if (found != level->clients.end()) return found->second;
  if (level->clients.size() >= level->forget_at) Forget(level);
  Client& client = level->clients[name];
  client.now = level->now;
  return client;
}

void FairQueue::Forget(Level* level) {
  for (auto client = level->clients.begin(); client != level->clients.end();) {
    const bool is_done = client->second.turns.empty() && client->second.end <= level->now;
    client = is_done ? level->clients.erase(client) : std::next(client);
  }
  // Doubling keeps the cost of forgetting constant per Push.
  level->forget_at = std::max(kForgetAt, 2 * level->clients.size());
}

}  // namespace tasnif
