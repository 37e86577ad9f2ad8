// bench/engine_report.h
//
// The results of the engine benchmark as text.
//
//   std::fputs(EngineBenchTable(bench).c_str(), stdout);
//
// Threads: pure functions.
#ifndef TASNIF_BENCH_ENGINE_REPORT_H_
#define TASNIF_BENCH_ENGINE_REPORT_H_

#include <string>

#include "bench/engine_bench.h"

namespace tasnif {

// For people: one line a case, then opening and memory.
std::string EngineBenchTable(const EngineBench& bench);

// One line, {"machine": {…}, "cases": […], "open": {…}, "memory": {…}}: docs/performance.md says
// how each number is measured. "open" and "memory" are those of the model that takes most memory in
// libfasttext, with those of every model under their key "models". Opening counts warm and with
// checksums; the other ways have keys of their own.
std::string EngineBenchJson(const EngineBench& bench);

// How much longer three heads take than one, in Tasnif, for the same texts; 0 where the model has
// no such cases. what: "article" and so on.
double CostOfThreeHeads(const ModelBench& model, const std::string& what);

}  // namespace tasnif

#endif  // TASNIF_BENCH_ENGINE_REPORT_H_
