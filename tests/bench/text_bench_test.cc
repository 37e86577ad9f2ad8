#include "bench/text_bench.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(TextBench, MeasuresAllAndEachLanguageAndFindsEqualTokens) {
  const auto bench = RunTextBench(
      {{"قال الوزيرُ إنّ الميزانية جاهزة", "ar", ""}, {"It isn't ready", "en", ""}, {"x", "", ""}},
      1);
  ASSERT_TRUE(bench.ok()) << bench.status();
  ASSERT_THAT(bench->cases, SizeIs(3));
  EXPECT_EQ(bench->cases[0].name, "all");
  EXPECT_EQ(bench->cases[0].texts, 3u);
  EXPECT_EQ(bench->cases[1].name, "ar") << "the language with most bytes comes first";
  EXPECT_EQ(bench->cases[2].words, 3u);
  for (const TextCase& result : bench->cases) {
    EXPECT_TRUE(result.is_equal) << result.name;
    EXPECT_GT(result.icu_mb_per_s, 0);
    EXPECT_GT(result.tasnif_mb_per_s, 0);
    EXPECT_GT(result.oracle_mb_per_s, 0);
  }
}

TEST(TextBench, ReportsHoldEveryCase) {
  const auto bench = RunTextBench(GenerateTexts(4), 1);
  ASSERT_TRUE(bench.ok()) << bench.status();
  EXPECT_THAT(TextBenchTable(*bench), HasSubstr("\nar "));
  const auto json = ParseJson(TextBenchJson(*bench));
  ASSERT_TRUE(json.ok()) << json.status();
  EXPECT_THAT((*json)["cases"], SizeIs(3));
  for (const char* key : {"name", "icu_mb_per_s", "tasnif_mb_per_s", "ratio", "equal_to_oracle"}) {
    EXPECT_TRUE((*json)["cases"][0].contains(key)) << key;
  }
  EXPECT_TRUE((*json)["machine"].contains("processor"));
}

}  // namespace
}  // namespace tasnif
