// `tasnif data` as a filter on pipes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/base/temporary_folder.h"
#include "tests/e2e/program.h"
#include "tests/train/two_outlets.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

TEST(DataCommand, SplitsAndChecksAPipe) {
  std::string lines;
  for (uint64_t i = 0; i < 40; ++i) {
    lines += OutletLine(MakeOutletArticle("a.example", "sport", i), "");
    lines += OutletLine(MakeOutletArticle("b.example", "economy", i), "");
  }
  const Finished split =
      RunTasnif({"data", "split", "-", "--by", "article", "--shares", "train=0.5,test=0.5"}, lines);
  ASSERT_EQ(split.exit_code, 0) << split.err;
  EXPECT_THAT(split.err, HasSubstr("left out"));
  const Finished checked = RunTasnif({"data", "check", "-"}, split.out);
  EXPECT_EQ(checked.exit_code, 0) << checked.out;
  EXPECT_THAT(checked.out, HasSubstr("80 articles"));
  const Finished again =
      RunTasnif({"data", "split", "-", "--by", "article", "--shares", "train=0.5,test=0.5"}, lines);
  EXPECT_EQ(again.out, split.out);
}

TEST(DataCommand, MergeDropsRepeatsAndCheckNamesBadLines) {
  const std::string line = OutletLine(MakeOutletArticle("a.example", "sport", 1), "train");
  const Finished merged = RunTasnif({"data", "merge", "-", "--protect", "none"}, line + line);
  EXPECT_EQ(merged.exit_code, 0) << merged.err;
  EXPECT_EQ(merged.out, line);
  EXPECT_EQ(RunTasnif({"data", "merge", "-"}, line).exit_code, 2) << "a pipe cannot protect";
  const Finished bad = RunTasnif({"data", "check", "-"}, line + "no JSON\n");
  EXPECT_EQ(bad.exit_code, 1);
  EXPECT_THAT(bad.out, HasSubstr("-:2: "));
  EXPECT_EQ(RunTasnif({"data", "stats", "-", "--json"}, line).exit_code, 0);
  EXPECT_EQ(RunTasnif({"data", "split", "-", "--shares", "x"}, line).exit_code, 2);
}

}  // namespace
}  // namespace tasnif
