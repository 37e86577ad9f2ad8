// bench/in_process_rate.h
//
// How fast the engine labels without a server: what a server's throughput is measured against.
//
//   TASNIF_ASSIGN_OR_RETURN(InProcessRate rate, MeasureInProcess(articles, *models, options));
//   rate.articles_per_s;
//
// Threads: starts its own and waits for them.
#ifndef TASNIF_BENCH_IN_PROCESS_RATE_H_
#define TASNIF_BENCH_IN_PROCESS_RATE_H_

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "labels/labeller.h"
#include "labels/model_set.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

struct InProcessOptions {
  LabellerOptions labeller;
  size_t threads = 1;
  absl::Duration duration;  // After one round that warms up.
};

struct InProcessRate {
  double articles_per_s = 0;      // Of all threads, by the clock on the wall.
  double articles_per_cpu_s = 0;  // Of one thread, by its processor time.
};

// Labels `articles`, at least one, again and again with every champion and default options.
// Errors of Labeller::Create and Labeller::Plan. INVALID_ARGUMENT: no article can be labelled.
absl::StatusOr<InProcessRate> MeasureInProcess(const std::vector<v1::Article>& articles,
                                               const ModelSet& models,
                                               const InProcessOptions& options);

}  // namespace tasnif

#endif  // TASNIF_BENCH_IN_PROCESS_RATE_H_
