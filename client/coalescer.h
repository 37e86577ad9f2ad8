// client/coalescer.h
//
// Joins the articles of many callers into calls. A call is sent when it is full (articles or
// bytes), when its first article has waited `max_delay`, or at once while the servers have little
// to do: fewer than `eager_calls` are under way. So a lone article waits for nobody, and under load
// the calls grow by themselves to what arrives while earlier ones are answered (Nagle's idea).
//
//   Coalescer coalescer({.max_articles = 128, .max_delay = absl::Milliseconds(2)}, …);
//
// Only articles with equal options share a call, and only such whose time left is alike (within a
// factor of two), since a call has one deadline. Batches come back without their articles.
// Threads: safe. Cost: one lock and one look-up a batch.
// Source: Nagle 1984, RFC 896.
#ifndef TASNIF_CLIENT_COALESCER_H_
#define TASNIF_CLIENT_COALESCER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "client/timer.h"
#include "client/transport.h"

namespace tasnif {

struct CoalesceOptions {
  // A batch that is larger by itself travels as it is. 1: every batch is a call of its own.
  size_t max_articles = 128;
  size_t max_bytes = 4u << 20;
  // Zero: nothing waits for company.
  absl::Duration max_delay = absl::Milliseconds(2);
  // 0: always wait until a call is full or max_delay is over.
  size_t eager_calls = 2;
};

class Coalescer : public Transport {
 public:
  // clock, timer: must outlive it; the timer must have ended, or dropped its tasks, before the
  // Coalescer is destroyed.
  Coalescer(const CoalesceOptions& options, const Clock& clock, Timer& timer,
            std::unique_ptr<Transport> next);
  // Waits for the calls under way.
  ~Coalescer() override;

  void Send(Batch batch, Done done) override;
  void Flush() override;
  void Cancel() override;

 private:
  // What one caller brought.
  struct Part {
    size_t size;
    Done done;
  };
  // A call that is being filled.
  struct Open {
    std::string key;
    Batch batch;
    size_t bytes = 0;
    std::vector<Part> parts;
  };
  // By age, so that the oldest is sent first.
  using OpenCalls = std::map<uint64_t, Open>;

  std::string KeyOf(const Batch& batch) const;
  bool Fits(const Open& open, size_t articles, size_t bytes) const;
  bool IsFull(const Open& open) const;
  // The open call with this key, or a new one.
  OpenCalls::iterator Find(const std::string& key) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  OpenCalls::iterator OpenNew(std::string key) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Moves a call from `open_` to those to be sent.
  void Close(OpenCalls::iterator call, std::vector<Open>* closed)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Oldest first, while few calls are under way.
  void CloseEagerly(std::vector<Open>* closed) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void CloseAll(std::vector<Open>* closed) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void OnDue(uint64_t number);
  void SendAll(std::vector<Open> closed);
  void OnReply(std::vector<Part> parts, Reply reply);

  // Constant after construction.
  const CoalesceOptions options_;
  const Clock& clock_;
  Timer& timer_;

  Mutex mu_;
  CondVar changed_;
  OpenCalls open_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, uint64_t> by_key_ ABSL_GUARDED_BY(mu_);
  uint64_t next_number_ ABSL_GUARDED_BY(mu_) = 0;
  // Sent, and their callers not all told.
  size_t calls_ ABSL_GUARDED_BY(mu_) = 0;

  const std::unique_ptr<Transport> next_;
};

}  // namespace tasnif

#endif  // TASNIF_CLIENT_COALESCER_H_
