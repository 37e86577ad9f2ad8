// cli/load_targets.h
//
// A server as bench/open_loop.h sends to it: calls of a batch, or streams on which the articles of
// a batch are due together.
//
//   auto target = MakeUnaryTarget(calls, articles, 64);
//   RunOpenLoop(options, *target, time);
//
// Threads: as LoadTarget. A target must outlive its answers: DirectCalls waits for those.
#ifndef TASNIF_CLI_LOAD_TARGETS_H_
#define TASNIF_CLI_LOAD_TARGETS_H_

#include <cstddef>
#include <memory>
#include <vector>

#include "absl/time/time.h"
#include "bench/open_loop.h"
#include "client/direct_calls.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// articles: taken in turn. timeout: of each call.
std::unique_ptr<LoadTarget> MakeUnaryTarget(DirectCalls& calls,
                                            const std::vector<v1::Article>& articles, size_t batch,
                                            absl::Duration timeout);

// streams: that share the load. Its end cancels them.
std::unique_ptr<LoadTarget> MakeStreamTarget(DirectCalls& calls,
                                             const std::vector<v1::Article>& articles, size_t batch,
                                             size_t streams);

}  // namespace tasnif

#endif  // TASNIF_CLI_LOAD_TARGETS_H_
