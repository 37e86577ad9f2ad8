#include "bench/server_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

ServerBench Sample() {
  ServerBench bench;
  bench.server_cores = 1;
  bench.in_process = {.articles_per_s = 4000.5, .articles_per_cpu_s = 4100};
  bench.runs.push_back({.method = "unary",
                        .batch = 64,
                        .result = {.offered_per_s = 4800,
                                   .articles_per_s = 3000.25,
                                   .p50 = absl::Microseconds(12345),
                                   .p99 = absl::Milliseconds(40),
                                   .errors = 7},
                        .articles_per_cpu_s = 2050});
  return bench;
}

TEST(ServerReport, JsonHasTheseKeysAndNoOthers) {
  EXPECT_EQ(ServerBenchJson(Sample()),
            "{\"in_process_articles_per_s\":4000.5,\"runs\":[{\"method\":\"unary\",\"batch\":64,"
            "\"offered_per_s\":4800.0,\"articles_per_s\":3000.25,\"p50_ms\":12.345,"
            "\"p99_ms\":40.0,\"errors\":7}]}");
}

TEST(ServerReport, TheTableComparesWithTheEngine) {
  const std::string table = ServerBenchTable(Sample());
  EXPECT_THAT(table, HasSubstr(" 75%    50%"));
  EXPECT_THAT(table, HasSubstr("unary      64"));
}

TEST(ServerReport, AServerThatIsNotOursHasNoProcessorTime) {
  ServerBench bench = Sample();
  bench.runs[0].articles_per_cpu_s = 0;
  bench.in_process = {};
  EXPECT_THAT(ServerBenchTable(bench), HasSubstr(" 0%     0%"));
}

}  // namespace
}  // namespace tasnif
