#include "server/process_figures.h"

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>

namespace tasnif {
namespace {

uint64_t CountOpenFiles() {
  DIR* folder = opendir("/proc/self/fd");
  if (folder == nullptr) return 0;
  uint64_t count = 0;
  while (readdir(folder) != nullptr) ++count;
  closedir(folder);
  return count < 3 ? 0 : count - 3;  // ".", ".." and the folder itself.
}

double BootSeconds() {
  std::ifstream in("/proc/stat");
  std::string word;
  double seconds = 0;
  while (in >> word) {
    if (word == "btime" && in >> seconds) return seconds;
  }
  return 0;
}

// The fields of /proc/self/stat behind the name, which may hold blanks and brackets: proc(5) counts
// them from 3.
void ReadStat(ProcessFigures* figures) {
  std::ifstream in("/proc/self/stat");
  std::string line;
  if (!std::getline(in, line) || line.rfind(')') == std::string::npos) return;
  std::istringstream fields(line.substr(line.rfind(')') + 1));
  std::string skipped;
  uint64_t threads = 0;
  uint64_t start_ticks = 0;
  uint64_t virtual_bytes = 0;
  uint64_t resident_pages = 0;
  for (int i = 3; i < 20; ++i) fields >> skipped;
  fields >> threads >> skipped >> start_ticks >> virtual_bytes >> resident_pages;
  if (!fields) return;
  figures->threads = threads;
  figures->start_seconds =
      BootSeconds() + static_cast<double>(start_ticks) / static_cast<double>(sysconf(_SC_CLK_TCK));
  figures->virtual_bytes = virtual_bytes;
  figures->resident_bytes = resident_pages * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

ProcessFigures ReadProcessFigures() {
  ProcessFigures figures;
  ReadStat(&figures);
  figures.open_files = CountOpenFiles();
  rusage usage = {};
  if (getrusage(RUSAGE_SELF, &usage) == 0) {
    figures.cpu_seconds = Seconds(usage.ru_utime) + Seconds(usage.ru_stime);
  }
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) figures.max_files = limit.rlim_cur;
  return figures;
}

}  // namespace tasnif
