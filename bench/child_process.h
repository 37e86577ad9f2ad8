// bench/child_process.h
//
// Runs a measurement in a process of its own, so that what it leaves behind in memory disturbs no
// other.
//
//   TASNIF_ASSIGN_OR_RETURN(std::string line, RunInChild([] { return std::string("42"); }));
//
// Threads: call it while this process has one thread: a child of a threaded one may find locks that
// nobody will ever open.
#ifndef TASNIF_BENCH_CHILD_PROCESS_H_
#define TASNIF_BENCH_CHILD_PROCESS_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"

namespace tasnif {

// What `work` returned in the child, which then ends without running destructors of this process.
// RESOURCE_EXHAUSTED: no further process. INTERNAL: the child was ended by a signal, such as the
// one for too little memory, or `work` failed; the message holds its status.
absl::StatusOr<std::string> RunInChild(const std::function<absl::StatusOr<std::string>()>& work);

}  // namespace tasnif

#endif  // TASNIF_BENCH_CHILD_PROCESS_H_
