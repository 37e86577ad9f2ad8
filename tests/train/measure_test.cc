#include "train/measure.h"

#include "gtest/gtest.h"

namespace tasnif {
namespace {

TEST(ShareToMeasure, LeavesNothingOutOfWhatIsSmall) {
  struct Row {
    uint64_t articles;
    uint64_t most;
    double expected;
  };
  for (const Row& row : {Row{0, 10, 1}, Row{10, 10, 1}, Row{20, 10, 0.5}, Row{1000, 10, 0.01}}) {
    EXPECT_DOUBLE_EQ(ShareToMeasure(row.articles, row.most), row.expected) << row.articles;
  }
}

}  // namespace
}  // namespace tasnif
