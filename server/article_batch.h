// server/article_batch.h
//
// Spreads the articles of one call over the workers. Knows nothing of gRPC, models or text: it
// hands out indices, asks before each one whether the call is still wanted, and says when all are
// done.
//
//   RunBatch({.count = 3,
//             .flow = {.client = "10.0.0.7"},
//             .bytes_of = [&](size_t index) { return articles[index].text().size(); },
//             .label = [&](size_t index, size_t worker) { Label(index, scratches[worker]); },
//             .check = [control] { return control->Check(); },
//             .done = [&](absl::Status status) { Finish(status); }},
//            turns, worker);
//
// A call uses at most as many workers as there are. Each gives way after some articles or bytes, so
// that a large call does not hold up the small ones behind it; the queue decides who comes next.
//
// Threads: RunBatch() is called on a worker of the queue's executor.
#ifndef TASNIF_SERVER_ARTICLE_BATCH_H_
#define TASNIF_SERVER_ARTICLE_BATCH_H_

#include <cstddef>
#include <functional>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "server/turn_queue.h"

namespace tasnif {

// What a worker labels for one call before the next in the queue may have it: whichever limit is
// reached first. Some milliseconds.
struct TurnLimits {
  size_t articles = 16;
  size_t bytes = 64u << 10;
};

struct ArticleBatch {
  // Number of articles; 0 is done at once.
  size_t count = 0;
  // To whom the turns are charged.
  Flow flow;
  // Size of one article.
  std::function<size_t(size_t index)> bytes_of;
  // Called once for each index in [0, count) unless the batch is stopped; calls for different
  // indices may run at the same time, on different workers.
  std::function<void(size_t index, size_t worker)> label;
  // Asked before each article. Anything but OK stops the batch.
  std::function<absl::Status()> check;
  // Called exactly once, on a worker, after the last call of `label` has returned: OK where every
  // article was labelled, else the first answer of `check` that was not. No function of the batch
  // is called afterwards.
  absl::AnyInvocable<void(absl::Status status) &&> done;
};

// The first turn is taken at once, on `worker`, whose turn it is; others are queued.
void RunBatch(ArticleBatch batch, const TurnQueue& turns, size_t worker,
              const TurnLimits& limits = {});

}  // namespace tasnif

#endif  // TASNIF_SERVER_ARTICLE_BATCH_H_
