#include "bench/engine_report.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/json.h"

namespace tasnif {
namespace {

Json CaseJson(const CaseResult& result) {
  Json json = {{"name", result.name},
               {"heads", result.heads},
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
  if (result.tasnif_line_us > 0) {
    json["tasnif_line_us"] = result.tasnif_line_us;
    json["line_ratio"] = result.libfasttext_us / result.tasnif_line_us;
  }
  if (result.tasnif_one_head_us > 0) {
    json["tasnif_one_head_us"] = result.tasnif_one_head_us;
    json["cost_of_heads"] = result.tasnif_us / result.tasnif_one_head_us;
  }
  return json;
}

Json OpenJson(const OpenResult& open) {
  return {{"model", open.model},
          {"libfasttext_ms", open.libfasttext_warm_ms},
          {"tasnif_ms", open.verified_warm_ms},
          {"ratio", open.libfasttext_warm_ms / open.verified_warm_ms},
          {"libfasttext_cold_ms", open.libfasttext_cold_ms},
          {"tasnif_cold_ms", open.verified_cold_ms},
          {"tasnif_unverified_ms", open.unverified_warm_ms},
          {"tasnif_unverified_cold_ms", open.unverified_cold_ms},
          {"left_in_cache", open.left_in_cache}};
}

Json MemoryJson(const MemoryResult& memory) {
  return {{"model", memory.model},
          {"libfasttext_bytes", memory.libfasttext.bytes()},
          {"tasnif_bytes", memory.tasnif.bytes()},
          {"ratio", memory.ratio()},
          {"libfasttext_own_bytes", memory.libfasttext.own_bytes},
          {"tasnif_own_bytes", memory.tasnif.own_bytes},
          {"tasnif_shared_bytes", memory.tasnif.shared_bytes}};
}

Json ShapeJson(const ModelBench& model) {
  return {{"name", model.name},
          {"labels", model.labels},
          {"words", model.words},
          {"libfasttext_file_bytes", model.fasttext_file_bytes},
          {"tasnif_file_bytes", model.tsf_file_bytes}};
}

const ModelBench& Largest(const EngineBench& bench) {
  return *std::max_element(bench.models.begin(), bench.models.end(),
                           [](const ModelBench& a, const ModelBench& b) {
                             return a.memory.libfasttext.bytes() < b.memory.libfasttext.bytes();
                           });
}

std::string CaseRow(const CaseResult& result) {
  return absl::StrFormat("%-30s %6d %12.1f %10.1f %8.1f %10.4f %10.1e\n", result.name, result.texts,
                         result.libfasttext_us, result.tasnif_us, result.ratio, result.agreement,
                         result.max_abs_diff);
}

std::string OpenRow(const OpenResult& open) {
  return absl::StrFormat("%-12s %14.1f %10.2f %14.2f %14.1f %10.2f %14.2f\n", open.model,
                         open.libfasttext_warm_ms, open.verified_warm_ms, open.unverified_warm_ms,
                         open.libfasttext_cold_ms, open.verified_cold_ms, open.unverified_cold_ms);
}

std::string MemoryRow(const MemoryResult& memory) {
  return absl::StrFormat("%-12s %14.1f %10.1f %14.1f %8.1f\n", memory.model,
                         1e-6 * static_cast<double>(memory.libfasttext.bytes()),
                         1e-6 * static_cast<double>(memory.tasnif.own_bytes),
                         1e-6 * static_cast<double>(memory.tasnif.shared_bytes), memory.ratio());
}

}  // namespace

double CostOfThreeHeads(const ModelBench& model, const std::string& what) {
  const std::string name = model.name + "/" + what + "/3-heads";
  for (const CaseResult& result : model.cases) {
    const bool is_measured = result.name == name && result.tasnif_one_head_us > 0;
    if (is_measured) return result.tasnif_us / result.tasnif_one_head_us;
  }
  return 0;
}

std::string EngineBenchTable(const EngineBench& bench) {
  std::string out = absl::StrFormat("%-30s %6s %12s %10s %8s %10s %10s\n", "case (us a text)",
                                    "texts", "libfasttext", "tasnif", "ratio", "agreement", "diff");
  for (const ModelBench& model : bench.models) {
    for (const CaseResult& result : model.cases) out += CaseRow(result);
  }
  out += absl::StrFormat("\n%-12s %14s %10s %14s %14s %10s %14s\n", "open (ms)", "libfasttext",
                         "tasnif", "no checksums", "cold: lib", "tasnif", "no checksums");
  for (const ModelBench& model : bench.models) out += OpenRow(model.open);
  out += absl::StrFormat("\n%-12s %14s %10s %14s %8s\n", "memory (MB)", "libfasttext", "own",
                         "shared", "ratio");
  for (const ModelBench& model : bench.models) out += MemoryRow(model.memory);
  return out;
}

std::string EngineBenchJson(const EngineBench& bench) {
  Json cases = Json::array(), opens = Json::array(), memories = Json::array();
  for (const ModelBench& model : bench.models) {
    for (const CaseResult& result : model.cases) cases.push_back(CaseJson(result));
    opens.push_back(OpenJson(model.open));
    memories.push_back(MemoryJson(model.memory));
  }
  const ModelBench& largest = Largest(bench);
  Json open = OpenJson(largest.open), memory = MemoryJson(largest.memory);
  open["models"] = std::move(opens);
  memory["models"] = std::move(memories);
  Json machine = MachineJson(bench.machine);
  for (const ModelBench& model : bench.models) machine["models"].push_back(ShapeJson(model));
  machine["texts"] = bench.texts;
  machine["models_made"] = bench.models_made;
  machine["precision"] = bench.precision;
  machine["rounds"] = bench.rounds;
  Json json;  // Set one by one: a list of pairs would be read as an array.
  json["machine"] = std::move(machine);
  json["cases"] = std::move(cases);
  json["open"] = std::move(open);
  json["memory"] = std::move(memory);
  return DumpJson(json);
}

}  // namespace tasnif
