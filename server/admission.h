// server/admission.h
//
// How much work the server holds at a time, counted in articles and bytes, and who may add to it.
// What is refused costs next to nothing, so that an overloaded server keeps answering what it has
// taken.
//
//   Admission admission({.max_articles = 8192, .max_bytes = 256 << 20}, clock);
//   absl::StatusOr<Permit> permit = admission.Admit({.client = "10.0.0.7"}, {.articles = 64});
//   if (!permit.ok()) return permit.status();   // RESOURCE_EXHAUSTED, with RetryAfter()
//   …                                           // the permit's end gives the room back
//
// Rules (pure; HasRoom below):
//  1. Nothing is held: everything is taken, also what is larger than a limit.
//  2. All together stay within each limit; bulk work within half of it, so that a bulk load never
//     keeps interactive calls out.
//  3. A client that already holds work may hold twice as much as is free. One client alone gets
//     two thirds of the limit, two get two fifths each, and some room is left for a new one.
//
// Threads: safe. Cost: a short lock.
// Source of rule 3: Choudhury and Hahne 1998, "Dynamic queue length thresholds for shared-memory
// packet switches", IEEE/ACM Transactions on Networking 6(2).
#ifndef TASNIF_SERVER_ADMISSION_H_
#define TASNIF_SERVER_ADMISSION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "server/fair_queue.h"
#include "server/rate_meter.h"
#include "server/work_size.h"

namespace tasnif {

struct AdmissionLimits {
  // Admitted and not answered, of all clients together.
  size_t max_articles = 8192;
  size_t max_bytes = 256u << 20;
};

// How long a refused client should wait, at least and at most.
inline constexpr absl::Duration kMinRetryAfter = absl::Milliseconds(20);
inline constexpr absl::Duration kMaxRetryAfter = absl::Seconds(5);

// One kind of room as a call finds it.
struct Room {
  size_t limit = 0;
  size_t used = 0;  // By all.
  size_t used_by_bulk = 0;
  size_t held = 0;  // By the same client.
};

// Rules 2 and 3, for `more` of it. Pure.
bool HasRoom(const Room& room, size_t more, bool is_bulk);

class Admission;

// Room in use; its end gives it back. Move-only. An empty one holds nothing.
class Permit {
 public:
  Permit() = default;
  Permit(Permit&& other) noexcept { *this = std::move(other); }
  Permit& operator=(Permit&& other) noexcept;
  ~Permit() { Release(); }

  // Corrects the size to what it turned out to be; never refused.
  void Resize(const WorkSize& size);
  void Release();

  const WorkSize& size() const { return size_; }
  const Flow& flow() const { return flow_; }

 private:
  friend class Admission;
  Permit(Admission* admission, Flow flow, const WorkSize& size)
      : admission_(admission), flow_(std::move(flow)), size_(size) {}

  Admission* admission_ = nullptr;
  Flow flow_;
  WorkSize size_;
};

class Admission {
 public:
  // clock: must outlive the admission, which must outlive its permits.
  Admission(const AdmissionLimits& limits, const Clock& clock);

  // RESOURCE_EXHAUSTED: refused; the message says which limit, RetryAfter() when to come back:
  // about when the present work will be done, within half of that more or less, so that clients
  // refused together do not return together.
  absl::StatusOr<Permit> Admit(const Flow& flow, const WorkSize& size);

  // For work that nobody waits for: absent where there is no room, which is no refusal to count.
  std::optional<Permit> AdmitSpare(const Flow& flow, const WorkSize& size);

  // For work that must go on: never refused, but counted.
  Permit AdmitAlways(const Flow& flow, const WorkSize& size);

  struct State {
    WorkSize held;
    size_t clients = 0;  // That hold anything.
    uint64_t admitted = 0;
    uint64_t refused = 0;
  };
  // For metrics and tests.
  State state() const;

 private:
  friend class Permit;

  void Take(const Flow& flow, const WorkSize& size) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void GiveBack(const Flow& flow, const WorkSize& size) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status Check(const Flow& flow, const WorkSize& size) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Duration SuggestWait() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Release(const Flow& flow, const WorkSize& size);
  void Resize(const Flow& flow, const WorkSize& before, const WorkSize& after);

  // Constant after construction.
  const AdmissionLimits limits_;
  const Clock& clock_;

  mutable Mutex mu_;
  WorkSize used_ ABSL_GUARDED_BY(mu_);
  WorkSize used_by_bulk_ ABSL_GUARDED_BY(mu_);
  // Permits can be empty of work, so they are counted: a client is forgotten with its last one.
  struct Holding {
    WorkSize size;
    size_t permits = 0;
  };
  std::unordered_map<std::string, Holding> held_ ABSL_GUARDED_BY(mu_);
  RateMeter done_ ABSL_GUARDED_BY(mu_);  // Cost of the work that was given back.
  uint64_t admitted_ ABSL_GUARDED_BY(mu_) = 0;
  uint64_t refused_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_ADMISSION_H_
