#include "bench/server_report.h"

#include <cmath>

#include "absl/strings/str_format.h"
#include "base/json.h"

namespace tasnif {
namespace {

// Three decimals are more than a measurement tells.
double Rounded(double value) { return std::round(value * 1000) / 1000; }

Json RunJson(const ServerRun& run) {
  const OpenLoopResult& result = run.result;
  return Json{{"method", run.method},
              {"batch", run.batch},
              {"offered_per_s", Rounded(result.offered_per_s)},
              {"articles_per_s", Rounded(result.articles_per_s)},
              {"p50_ms", Rounded(absl::ToDoubleMilliseconds(result.p50))},
              {"p99_ms", Rounded(absl::ToDoubleMilliseconds(result.p99))},
              {"errors", result.errors}};
}

double Percent(double part, double whole) { return whole > 0 ? 100 * part / whole : 0; }

}  // namespace

std::string ServerBenchTable(const ServerBench& bench) {
  std::string out = absl::StrFormat(
      "%s, %d cores, load %.1f; articles of %.0f bytes\n"
      "server on %d cores; in this process on as many: %.0f articles/s (%.0f per cpu second)\n\n"
      "%-7s %5s %9s %9s %6s %6s %9s %9s %8s\n",
      bench.machine.processor, bench.machine.cores, bench.machine.load, bench.mean_bytes,
      bench.server_cores, bench.in_process.articles_per_s, bench.in_process.articles_per_cpu_s,
      "method", "batch", "offered/s", "labelled/s", "of in-", "by cpu", "p50 ms", "p99 ms",
      "errors");
  for (const ServerRun& run : bench.runs) {
    const OpenLoopResult& result = run.result;
    absl::StrAppendFormat(&out, "%-7s %5d %9.0f %9.0f %5.0f%% %5.0f%% %9.2f %9.2f %8d\n",
                          run.method, run.batch, result.offered_per_s, result.articles_per_s,
                          Percent(result.articles_per_s, bench.in_process.articles_per_s),
                          Percent(run.articles_per_cpu_s, bench.in_process.articles_per_cpu_s),
                          absl::ToDoubleMilliseconds(result.p50),
                          absl::ToDoubleMilliseconds(result.p99), result.errors);
  }
  return out;
}

std::string ServerBenchJson(const ServerBench& bench) {
  Json runs = Json::array();
  for (const ServerRun& run : bench.runs) runs.push_back(RunJson(run));
  return DumpJson(Json{{"in_process_articles_per_s", Rounded(bench.in_process.articles_per_s)},
                       {"runs", std::move(runs)}});
}

}  // namespace tasnif
