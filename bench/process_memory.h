// bench/process_memory.h
//
// How much memory this process holds right now. Threads: safe.
#ifndef TASNIF_BENCH_PROCESS_MEMORY_H_
#define TASNIF_BENCH_PROCESS_MEMORY_H_

namespace tasnif {

// Resident bytes, shared pages included; 0 where the system does not tell (/proc/self/statm).
double ResidentBytes();

}  // namespace tasnif

#endif  // TASNIF_BENCH_PROCESS_MEMORY_H_
