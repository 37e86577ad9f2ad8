// bench/machine.h
//
// What the numbers of a benchmark were measured on, as far as the system tells.
//
//   const Machine machine = DescribeMachine();
//   std::cout << machine.processor;
//
// Threads: safe.
#ifndef TASNIF_BENCH_MACHINE_H_
#define TASNIF_BENCH_MACHINE_H_

#include <string>

#include "base/json.h"

namespace tasnif {

// Empty or 0: the system does not tell.
struct Machine {
  std::string processor;  // Model name.
  unsigned cores = 0;
  std::string governor;  // Of the clock, "performance" and so on.
  double megahertz = 0;  // Of the first core, at this moment.
  std::string cache;     // Size of the last level, as the kernel writes it.
  std::string compiler;
  std::string build_type;
  std::string instructions;  // "avx2" or "portable": see engine/processor.h.
  double load = 0;           // Programs that wanted to run in the last minute, on average.
};

Machine DescribeMachine();

Json MachineJson(const Machine& machine);

}  // namespace tasnif

#endif  // TASNIF_BENCH_MACHINE_H_
