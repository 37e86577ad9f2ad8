// cli/stop_signals.h
//
// Ctrl-C as a wish to come to an end: what is under way is finished and written.
#ifndef TASNIF_CLI_STOP_SIGNALS_H_
#define TASNIF_CLI_STOP_SIGNALS_H_

#include <atomic>

namespace tasnif {

// Becomes true with the first SIGINT or SIGTERM after this call; a second one ends the process.
// Threads: to be called from one.
const std::atomic<bool>& StopSignals();

}  // namespace tasnif

#endif  // TASNIF_CLI_STOP_SIGNALS_H_
