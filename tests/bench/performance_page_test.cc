#include "bench/performance_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/ratio_plot.h"
#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

PerformanceResults Results() {
  PerformanceResults results;
  ModelBench model;
  model.name = "bigrams";
  model.cases = {{.name = "bigrams/article/1-head",
                  .libfasttext_us = 240,
                  .tasnif_us = 20,
                  .ratio = 12,
                  .tasnif_line_us = 24},
                 {.name = "bigrams/article/3-heads",
                  .libfasttext_us = 720,
                  .tasnif_us = 30,
                  .ratio = 24,
                  .tasnif_one_head_us = 20}};
  model.open = {.model = "bigrams",
                .libfasttext_warm_ms = 500,
                .libfasttext_cold_ms = 900,
                .verified_warm_ms = 5,
                .verified_cold_ms = 9,
                .unverified_warm_ms = 0.5,
                .unverified_cold_ms = 1};
  model.memory = {.model = "bigrams", .libfasttext = {800'000'000, 0}, .tasnif = {0, 100'000'000}};
  results.engine.models = {model};
  results.text.cases = {
      {.name = "ar", .icu_mb_per_s = 10, .oracle_mb_per_s = 20, .tasnif_mb_per_s = 60}};
  return results;
}

TEST(PerformancePage, HoldsTheNumbersInTables) {
  const std::string page = PerformancePage(Results());
  EXPECT_THAT(page, StartsWith("# Performance\n"));
  EXPECT_THAT(
      page,
      HasSubstr("| bigrams/article/1-head | 240.0 | 20.0 | **12.0** | 0.0 – 0.0 | 24.0 | 10.0 |"));
  EXPECT_THAT(page, HasSubstr("| bigrams | 0.00 | 1.50 | 0.00 | 0.00 |")) << "three heads";
  EXPECT_THAT(page, HasSubstr("| bigrams | warm | 500.0 | 5.00 | 100.0 | 0.50 | 1000.0 |"));
  EXPECT_THAT(page, HasSubstr("| bigrams | 800.0 | 0.0 | 100.0 | 8.0 |"));
  EXPECT_THAT(page, HasSubstr("| ar | 0 | 10.0 | 20.0 | 60.0 | **6.0** |"));
}

TEST(PerformancePage, IsWrittenWithItsPicture) {
  TemporaryFolder folder;
  const std::string docs = folder.Path("a/docs");
  ASSERT_TRUE(WritePerformancePage(PosixFiles(), docs, Results()).ok());
  EXPECT_THAT(ReadWholeFile(docs + "/performance.md"), HasSubstr("(performance.svg)"));
  EXPECT_THAT(ReadWholeFile(docs + "/performance.svg"),
              AllOf(StartsWith("<svg "), HasSubstr("bigrams/article/3-heads"),
                    HasSubstr("how many times faster than libfasttext")));
}

TEST(RatioPlot, BarsGrowWithTheRatioFromZero) {
  const std::string svg = RatioPlot({"a < b", "times", {{"x", 5}, {"y", 10}}});
  EXPECT_THAT(svg, HasSubstr("a &lt; b"));
  EXPECT_THAT(svg, HasSubstr("width=\"260.0\""));
  EXPECT_THAT(svg, HasSubstr("width=\"520.0\""));
  EXPECT_THAT(svg, HasSubstr(">5.0</text>"));
}

TEST(TickStep, IsRoundAndGivesAtMostTenTicks) {
  EXPECT_DOUBLE_EQ(TickStep(1), 0.1);
  EXPECT_DOUBLE_EQ(TickStep(10), 1);
  EXPECT_DOUBLE_EQ(TickStep(11), 2);
  EXPECT_DOUBLE_EQ(TickStep(64), 10);
  EXPECT_DOUBLE_EQ(TickStep(30), 5);
}

}  // namespace
}  // namespace tasnif
