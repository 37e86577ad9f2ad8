#include "bench/process_memory.h"

#include <unistd.h>

#include <fstream>

namespace tasnif {

double ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  double size = 0;
  double resident = 0;
  if (!(file >> size >> resident)) return 0;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

}  // namespace tasnif
