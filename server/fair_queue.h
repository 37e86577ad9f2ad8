// server/fair_queue.h
//
// Whose turn it is: interactive work before bulk work; within each, clients share by cost, so that
// nobody waits behind the backlog of another; and the jobs of one client come in the order in which
// they would end if all of them ran side by side.
//
//   FairQueue queue;
//   Flow flow = {.client = "10.0.0.7"};
//   flow.due = queue.DueOf(flow, /*cost=*/40000);  // A job of several turns.
//   queue.Push(flow, /*cost=*/4000, turn);
//   std::move(queue.Pop())(worker);
//
// Clients that always have work queued get equal cost over time, within one turn of each; a client
// that was away does not save up. A client's small jobs pass its jobs of several turns, and none of
// its jobs ends much later than side by side; jobs of a single turn keep their order. Side by side,
// all would end late together: with deadlines and more work than fits, none would end in time.
// Every fourth turn of a client is the one that waits longest: a large job that was given up is
// found by it, and gives its room back, long before it is due.
//
// Threads: none of its own; server/turn_queue.h guards it.
// Cost: Push and Pop are logarithmic in the number of queued turns.
// Source: between clients start-time fair queueing (Goyal, Vin and Cheng 1996, SIGCOMM), all
// weights equal, taken before deficit round robin because a turn that is run and queued again keeps
// its debt; within a client the fair sojourn protocol (Friedman and Henderson 2003, SIGMETRICS).
#ifndef TASNIF_SERVER_FAIR_QUEUE_H_
#define TASNIF_SERVER_FAIR_QUEUE_H_

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/executor.h"

namespace tasnif {

// When a job of several turns would end, side by side with the others of its client. Only good to
// be compared, for one client and one level.
struct Due {
  uint64_t time = 0;  // In the client's virtual time.
  uint64_t job = 0;   // Of equal ones, the first to come goes first. 0: no job of several turns.

  auto operator<=>(const Due&) const = default;
};

// To whom a piece of work is charged.
struct Flow {
  // Any name that tells clients apart (server/client_name.h).
  std::string client;
  // Waits behind all work that is not bulk, for as long as there is any.
  bool is_bulk = false;
  // DueOf() the job when it came in, the same for all its turns. Without it each turn is a job.
  Due due = {};
};

class FairQueue {
 public:
  // For a new job that costs so much in all.
  Due DueOf(const Flow& flow, size_t cost);

  // cost: in any unit that is the same for all; 0 is taken as 1.
  void Push(const Flow& flow, size_t cost, Executor::Task task);

  // The next turn. Must not be called while empty().
  Executor::Task Pop();

  bool empty() const { return size() == 0; }
  size_t size() const { return levels_[0].shares.size() + levels_[1].shares.size(); }
  // Clients whose past still counts.
  size_t remembered_clients() const {
    return levels_[0].clients.size() + levels_[1].clients.size();
  }

 private:
  // Virtual time: cost that each client with work has been given.
  using Time = uint64_t;

  struct Turn {
    Time cost = 0;
    Executor::Task task;
  };

  struct Client {
    // Where its queued shares end.
    Time end = 0;
    // Virtual time of its jobs side by side: cost that each of them would have been given.
    Time now = 0;
    // The latest due time of a turn that is a job: these keep their order.
    Time last = 0;
    // By due time, then by arrival.
    std::map<std::pair<Due, uint64_t>, Turn> turns;
    std::map<uint64_t, Due> by_arrival;  // The same ones.
    uint64_t taken = 0;
  };

  struct Level {
    // As many as turns: each lets its client have one. By start time, then by arrival.
    std::map<std::pair<Time, uint64_t>, Client*> shares;
    // Start of the share that was taken last.
    Time now = 0;
    std::unordered_map<std::string, Client> clients;
    size_t forget_at = kForgetAt;
  };
  static constexpr size_t kForgetAt = 256;

  static Turn Take(Client* client);
  static Client& ClientOf(const std::string& name, Level* level);
  // Drops clients that have used up no more than a new one has.
  static void Forget(Level* level);

  std::array<Level, 2> levels_;  // Interactive, bulk.
  uint64_t arrivals_ = 1;        // Of turns and jobs.
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_FAIR_QUEUE_H_
