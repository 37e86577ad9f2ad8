// bench/performance_page.h
//
// The page for people who want to know how fast it is and how that was found: performance.md and
// the picture performance.svg.
//
//   TASNIF_RETURN_IF_ERROR(WritePerformancePage(PosixFiles(), "docs", {engine, text}));
//
// Threads: pure but for writing.
#ifndef TASNIF_BENCH_PERFORMANCE_PAGE_H_
#define TASNIF_BENCH_PERFORMANCE_PAGE_H_

#include <string>

#include "absl/status/status.h"
#include "base/files.h"
#include "bench/engine_bench.h"
#include "bench/text_bench.h"

namespace tasnif {

struct PerformanceResults {
  EngineBench engine;
  TextBench text;
};

// Markdown with the tables, how each number was measured, and what it does not say.
std::string PerformancePage(const PerformanceResults& results);

// The ratios of all engine cases.
std::string PerformancePlot(const EngineBench& bench);

// Writes both into `folder`, which is made where it is missing. Errors of Files.
absl::Status WritePerformancePage(Files& files, const std::string& folder,
                                  const PerformanceResults& results);

}  // namespace tasnif

#endif  // TASNIF_BENCH_PERFORMANCE_PAGE_H_
