// server/fair_queue.h
//
// Whose turn it is: interactive work before bulk work, and within each, clients share by cost, so
// that nobody waits behind the backlog of another.
//
//   FairQueue queue;
//   queue.Push({.client = "10.0.0.7"}, /*cost=*/4000, task);
//   std::move(queue.Pop())(worker);
//
// Clients that always have work queued get equal cost over time, within one turn of each; a client
// that was away does not save up. Turns of one client keep their order.
//
// Threads: none of its own; server/turn_queue.h guards it.
// Cost: Push and Pop are logarithmic in the number of queued turns.
// Source: start-time fair queueing (Goyal, Vin and Cheng 1996, SIGCOMM), all weights equal. Taken
// before deficit round robin because a turn that is run and queued again keeps its debt.
#ifndef TASNIF_SERVER_FAIR_QUEUE_H_
#define TASNIF_SERVER_FAIR_QUEUE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/executor.h"

namespace tasnif {

// To whom a piece of work is charged.
struct Flow {
  // Any name that tells clients apart (server/client_name.h).
  std::string client;
  // Waits behind all work that is not bulk, for as long as there is any.
  bool is_bulk = false;
};

class FairQueue {
 public:
  // cost: in any unit that is the same for all; 0 is taken as 1.
  void Push(const Flow& flow, size_t cost, Executor::Task task);

  // The next turn. Must not be called while empty().
  Executor::Task Pop();

  bool empty() const { return size() == 0; }
  size_t size() const { return levels_[0].turns.size() + levels_[1].turns.size(); }
  // Clients whose past still counts.
  size_t remembered_clients() const { return levels_[0].ends.size() + levels_[1].ends.size(); }

 private:
  // Virtual time: cost that each client with work has been given.
  using Time = uint64_t;

  struct Level {
    // By start time, then by arrival.
    std::map<std::pair<Time, uint64_t>, Executor::Task> turns;
    // Start of the turn that was taken last.
    Time now = 0;
    // Where the queued turns of each client end.
    std::unordered_map<std::string, Time> ends;
    size_t forget_at = kForgetAt;
  };
  static constexpr size_t kForgetAt = 256;

  // Drops clients that have used up no more than a new one has.
  static void Forget(Level* level);

  std::array<Level, 2> levels_;  // Interactive, bulk.
  uint64_t arrivals_ = 0;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_FAIR_QUEUE_H_
