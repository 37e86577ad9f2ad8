// cli/closed_loop.h
//
// A fixed number of callers, each of which sends its next article when the last one was answered,
// and what that gives: articles a second, and how long one took.
//
//   LoopResult result = RunClosedLoop({.callers = 64, .duration = absl::Seconds(3)}, articles,
//   send);
//
// Callers are callbacks, not threads: what is measured is the client and the server.
#ifndef TASNIF_CLI_CLOSED_LOOP_H_
#define TASNIF_CLI_CLOSED_LOOP_H_

#include <cstddef>
#include <functional>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

struct LoopOptions {
  size_t callers = 64;
  absl::Duration duration = absl::Seconds(3);
};

struct LoopResult {
  double articles_per_s = 0;
  double p50_ms = 0;
  double p99_ms = 0;
};

// Starts labelling one article; `done` is called once, with whether it was labelled.
using SendArticle =
    std::function<void(const v1::Article& article, absl::AnyInvocable<void(absl::Status) &&> done)>;

// articles: taken in turn, at least one. The first error ends the loop and is returned.
absl::StatusOr<LoopResult> RunClosedLoop(const LoopOptions& options,
                                         absl::Span<const v1::Article> articles,
                                         const SendArticle& send);

// The value that `share` of all are not above. 0 of none; reorders `values`.
double Quantile(std::vector<double>* values, double share);

}  // namespace tasnif

#endif  // TASNIF_CLI_CLOSED_LOOP_H_
