// server/process_figures.h
//
// What the system says of this process, for metrics. Linux: /proc/self.
//
//   ReadProcessFigures().resident_bytes;
//
// What cannot be read is 0. Threads: safe. Cost: some system calls, and one for every hundred open
// files.
#ifndef TASNIF_SERVER_PROCESS_FIGURES_H_
#define TASNIF_SERVER_PROCESS_FIGURES_H_

#include <cstdint>

namespace tasnif {

struct ProcessFigures {
  double cpu_seconds = 0;    // User and system.
  double start_seconds = 0;  // Since the epoch.
  uint64_t resident_bytes = 0;
  uint64_t virtual_bytes = 0;
  uint64_t open_files = 0;
  uint64_t max_files = 0;
  uint64_t threads = 0;
};

ProcessFigures ReadProcessFigures();

}  // namespace tasnif

#endif  // TASNIF_SERVER_PROCESS_FIGURES_H_
