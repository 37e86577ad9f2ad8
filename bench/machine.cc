#include "bench/machine.h"

#include <cstdlib>
#include <fstream>
#include <thread>

#include "engine/processor.h"

namespace tasnif {
namespace {

constexpr char kCpuFolder[] = "/sys/devices/system/cpu/cpu0/";

// The first line; empty where there is no such file.
std::string FirstLine(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

// The first "key : value" of /proc/cpuinfo.
std::string CpuInfo(const std::string& key) {
  std::ifstream file("/proc/cpuinfo");
  std::string line;
  while (std::getline(file, line)) {
    const size_t colon = line.find(": ");
    if (line.rfind(key, 0) == 0 && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "";
}

std::string LastLevelCache() {
  for (const char* index : {"index3", "index2"}) {
    const std::string size = FirstLine(std::string(kCpuFolder) + "cache/" + index + "/size");
    if (!size.empty()) return size;
  }
  return "";
}

}  // namespace

Machine DescribeMachine() {
  Machine machine;
  machine.processor = CpuInfo("model name");
  machine.cores = std::thread::hardware_concurrency();
  machine.governor = FirstLine(std::string(kCpuFolder) + "cpufreq/scaling_governor");
  machine.megahertz = std::atof(CpuInfo("cpu MHz").c_str());
  machine.cache = LastLevelCache();
  machine.compiler = __VERSION__;
  machine.build_type = TASNIF_BUILD_TYPE;
  machine.instructions = HasAvx2() ? "avx2" : "portable";
  double load = 0;
  if (getloadavg(&load, 1) == 1) machine.load = load;
  return machine;
}

Json MachineJson(const Machine& machine) {
  return {{"processor", machine.processor},
          {"cores", machine.cores},
          {"governor", machine.governor},
          {"megahertz", machine.megahertz},
          {"last_cache", machine.cache},
          {"compiler", machine.compiler},
          {"build_type", machine.build_type},
          {"instructions", machine.instructions},
          {"load", machine.load}};
}

}  // namespace tasnif
