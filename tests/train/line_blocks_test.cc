#include "train/line_blocks.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "gtest/gtest.h"
#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

TEST(LineBlocks, ResultsComeInTheOrderOfTheFile) {
  std::string text;
  for (int i = 1; i <= 1300; ++i) text += absl::StrCat("line ", i, "\n");
  TemporaryFolder folder;
  const std::string path = folder.Write("a.txt", text);
  ThreadPool pool(3);
  std::vector<std::string> block(kLinesPerBlock);
  std::vector<std::string> all;
  ASSERT_EQ(ForEachLine(
                path, pool, nullptr,
                [&](const FileLine& line, size_t slot, size_t) { block[slot] = line.text; },
                [&](const FileLine& line, size_t slot) {
                  EXPECT_EQ(line.number, all.size() + 1);
                  all.push_back(block[slot]);
                  return absl::OkStatus();
                }),
            absl::OkStatus());
  ASSERT_EQ(all.size(), 1300u);
  for (size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i], absl::StrCat("line ", i + 1));
}

TEST(LineBlocks, EmptyLinesArePassedOverAndStillCounted) {
  TemporaryFolder folder;
  const std::string path = folder.Write("a.txt", "one\n\n\nfour");
  InlineExecutor executor;
  std::vector<uint64_t> numbers;
  ASSERT_EQ(ForEachLine(
                path, executor, nullptr, [](const FileLine&, size_t, size_t) {},
                [&](const FileLine& line, size_t) {
                  numbers.push_back(line.number);
                  return absl::OkStatus();
                }),
            absl::OkStatus());
  EXPECT_EQ(numbers, (std::vector<uint64_t>{1, 4}));
}

TEST(LineBlocks, AnErrorOfKeepEndsTheReading) {
  TemporaryFolder folder;
  const std::string path = folder.Write("a.txt", "one\ntwo\n");
  InlineExecutor executor;
  int kept = 0;
  const absl::Status status = ForEachLine(
      path, executor, nullptr, [](const FileLine&, size_t, size_t) {},
      [&](const FileLine&, size_t) {
        ++kept;
        return absl::ResourceExhaustedError("full");
      });
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(kept, 1);
}

TEST(LineBlocks, AMissingFileIsNotFound) {
  InlineExecutor executor;
  const absl::Status status = ForEachLine(
      "/nowhere.jsonl", executor, nullptr, [](const FileLine&, size_t, size_t) {},
      [](const FileLine&, size_t) { return absl::OkStatus(); });
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace tasnif
