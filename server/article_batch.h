// server/article_batch.h
//
// Spreads the articles of one call over an executor. Knows nothing of gRPC, models or text: it
// hands out indices, asks before each one whether the call is still wanted, and says when all are
// done.
//
//   RunBatch({.count = 3,
//             .label = [&](size_t index, size_t worker) { Label(index, scratches[worker]); },
//             .check = [control] { return control->Check(); },
//             .done = [&](absl::Status status) { Finish(status); }},
//            pool);
//
// A call uses at most as many workers as there are, and gives each one back after a few articles,
// so that a large call does not hold up the small ones behind it.
//
// Threads: RunBatch() may be called from any thread, also from a task of the executor.
#ifndef TASNIF_SERVER_ARTICLE_BATCH_H_
#define TASNIF_SERVER_ARTICLE_BATCH_H_

#include <cstddef>
#include <functional>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "base/executor.h"

namespace tasnif {

// Articles that a worker labels for one call before it turns to the next in the queue.
inline constexpr size_t kArticlesPerTurn = 16;

struct ArticleBatch {
  // Number of articles; 0 is done at once.
  size_t count = 0;
  // Called once for each index in [0, count) unless the batch is stopped; calls for different
  // indices may run at the same time, on different workers.
  std::function<void(size_t index, size_t worker)> label;
  // Asked before each article. Anything but OK stops the batch.
  std::function<absl::Status()> check;
  // Called exactly once, after the last call of `label` has returned, on a worker: OK where every
  // article was labelled, else the first answer of `check` that was not.
  absl::AnyInvocable<void(absl::Status status) &&> done;
};

void RunBatch(ArticleBatch batch, Executor& executor, size_t articles_per_turn = kArticlesPerTurn);

}  // namespace tasnif

#endif  // TASNIF_SERVER_ARTICLE_BATCH_H_
