// bench/server_report.h
//
// What `tasnif bench server` has measured, as a table and as JSON.
//
//   std::fputs(ServerBenchTable(bench).c_str(), stdout);
//
// Threads: pure functions.
#ifndef TASNIF_BENCH_SERVER_REPORT_H_
#define TASNIF_BENCH_SERVER_REPORT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "bench/in_process_rate.h"
#include "bench/machine.h"
#include "bench/open_loop.h"

namespace tasnif {

// One load.
struct ServerRun {
  std::string method;  // "unary" or "stream".
  size_t batch = 0;    // Articles a call, or articles that are due together on a stream.
  OpenLoopResult result;
  // Of the server, per second of its processor time; 0 where it is not a child of ours.
  double articles_per_cpu_s = 0;
};

struct ServerBench {
  Machine machine;
  double mean_bytes = 0;  // Of an article.
  size_t server_cores = 0;
  InProcessRate in_process;  // On as many cores.
  std::vector<ServerRun> runs;
};

std::string ServerBenchTable(const ServerBench& bench);

// One line: {"in_process_articles_per_s":…,"runs":[{"method":"unary","batch":64,
// "offered_per_s":…,"articles_per_s":…,"p50_ms":…,"p99_ms":…,"errors":…}]}.
std::string ServerBenchJson(const ServerBench& bench);

}  // namespace tasnif

#endif  // TASNIF_BENCH_SERVER_REPORT_H_
