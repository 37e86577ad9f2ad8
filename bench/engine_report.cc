// Tables and JSON of the engine benchmark.
#include <algorithm>
#include <fstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/json.h"
#include "bench/engine_bench.h"

namespace tasnif {
namespace {

Json CaseJson(const CaseResult& result) {
  return {{"name", result.name},
          {"texts", result.texts},
          {"mean_bytes", result.mean_bytes},
          {"libfasttext_us", result.libfasttext_us},
          {"tasnif_us", result.tasnif_us},
          {"ratio", result.ratio},
          {"lowest_ratio", result.lowest_ratio},
          {"highest_ratio", result.highest_ratio},
          {"agreement", result.agreement},
          {"undecided", result.undecided},
          {"max_abs_diff", result.max_abs_diff}};
}

Json OpenJson(const OpenResult& open) {
  return {{"libfasttext_ms", open.libfasttext_ms},
          {"tasnif_ms", open.tasnif_ms},
          {"ratio", open.ratio}};
}

Json MemoryJson(const MemoryResult& memory) {
  return {{"libfasttext_bytes", memory.libfasttext_bytes},
          {"tasnif_bytes", memory.tasnif_bytes},
          {"ratio", memory.ratio}};
}

// Empty where the system does not tell.
std::string ProcessorName() {
  std::ifstream file("/proc/cpuinfo");
  std::string line;
  while (std::getline(file, line)) {
    const size_t colon = line.find(": ");
    if (line.rfind("model name", 0) == 0 && colon != std::string::npos) {
      return line.substr(colon + 2);
    }
  }
  return "";
}

Json MachineJson() {
  return {{"processor", ProcessorName()},
          {"cores", std::thread::hardware_concurrency()},
          {"compiler", __VERSION__}};
}

const ModelBench& Largest(const EngineBench& bench) {
  return *std::max_element(bench.models.begin(), bench.models.end(),
                           [](const ModelBench& a, const ModelBench& b) {
                             return a.memory.libfasttext_bytes < b.memory.libfasttext_bytes;
                           });
}

std::string CaseRow(const CaseResult& result) {
  return absl::StrFormat("%-28s %6d %12.1f %10.1f %8.1f %10.4f %10.1e\n", result.name, result.texts,
                         result.libfasttext_us, result.tasnif_us, result.ratio, result.agreement,
                         result.max_abs_diff);
}

std::string ModelRows(const ModelBench& model) {
  return absl::StrFormat(
      "%-12s open %9.1f ms against %7.2f ms: %6.1f times; memory %7.1f MB against %6.1f MB: %5.1f "
      "times\n",
      model.name, model.open.libfasttext_ms, model.open.tasnif_ms, model.open.ratio,
      model.memory.libfasttext_bytes / 1e6, model.memory.tasnif_bytes / 1e6, model.memory.ratio);
}

}  // namespace

std::string EngineBenchTable(const EngineBench& bench) {
  std::string out = absl::StrFormat("%-28s %6s %12s %10s %8s %10s %10s\n", "case", "texts",
                                    "libfasttext", "tasnif", "ratio", "agreement", "max diff");
  for (const ModelBench& model : bench.models) {
    for (const CaseResult& result : model.cases) out += CaseRow(result);
  }
  out += "Times are microseconds a text.\n\n";
  for (const ModelBench& model : bench.models) out += ModelRows(model);
  return out;
}

std::string EngineBenchJson(const EngineBench& bench) {
  Json cases = Json::array();
  Json models = Json::array();
  for (const ModelBench& model : bench.models) {
    for (const CaseResult& result : model.cases) cases.push_back(CaseJson(result));
    models.push_back({{"name", model.name},
                      {"open", OpenJson(model.open)},
                      {"memory", MemoryJson(model.memory)}});
  }
  const ModelBench& largest = Largest(bench);
  return DumpJson({{"machine", MachineJson()},
                   {"cases", cases},
                   {"open", OpenJson(largest.open)},
                   {"memory", MemoryJson(largest.memory)},
                   {"models", models}});
}

}  // namespace tasnif
