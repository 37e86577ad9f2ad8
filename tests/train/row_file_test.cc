#include "train/row_file.h"

#include <filesystem>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;

class RowFileTest : public ::testing::Test {
 protected:
  std::unique_ptr<RowFile> Write(uint32_t rows) {
    auto writer = RowWriter::Create(folder_.Path("rows.txt"));
    EXPECT_EQ(writer.status(), absl::OkStatus());
    for (uint32_t i = 0; i < rows; ++i) {
      EXPECT_EQ((*writer)->Add("row " + std::to_string(i), {i % 7, uint64_t{i} << 40}),
                absl::OkStatus());
    }
    auto file = (*writer)->Finish();
    EXPECT_EQ(file.status(), absl::OkStatus());
    return *std::move(file);
  }

  TemporaryFolder folder_;
};

TEST_F(RowFileTest, RowsComeInTheOrderOfThePlan) {
  const auto rows = Write(12);
  std::vector<uint32_t> groups;
  ASSERT_EQ(WriteRows(*rows, {11, 0, 3, 3}, folder_.Path("train.txt"),
                      [&groups](const RowInfo& row) { groups.push_back(row.group); }),
            absl::OkStatus());
  EXPECT_EQ(ReadWholeFile(folder_.Path("train.txt")), "row 11\nrow 0\nrow 3\nrow 3\n");
  EXPECT_THAT(groups, ElementsAre(4, 0, 3, 3));
}

TEST_F(RowFileTest, InfosComeInOrderWhateverTheirNumber) {
  for (const uint32_t count : {0u, 1u, 4095u, 4096u, 4097u, 10000u}) {
    const auto rows = Write(count);
    uint32_t next = 0;
    ASSERT_EQ(rows->ForEachInfo([&next](uint32_t number, const RowInfo& row) {
      EXPECT_EQ(number, next);
      EXPECT_EQ(row.group, next % 7);
      EXPECT_EQ(row.article_hash, uint64_t{next} << 40);
      ++next;
    }),
              absl::OkStatus());
    EXPECT_EQ(next, count);
  }
}

TEST_F(RowFileTest, ACutFileIsAnError) {
  const auto rows = Write(10);
  std::string row;
  RowInfo info;
  EXPECT_EQ(rows->Read(10, &row, &info).code(), absl::StatusCode::kDataLoss);
  std::filesystem::resize_file(folder_.Path("rows.txt"), 20);
  EXPECT_EQ(rows->Read(9, &row, &info).code(), absl::StatusCode::kDataLoss);
  std::filesystem::resize_file(folder_.Path("rows.txt.index"), 30);
  EXPECT_EQ(rows->ForEachInfo([](uint32_t, const RowInfo&) {}).code(), absl::StatusCode::kDataLoss);
}

TEST_F(RowFileTest, NeedsAFolder) {
  EXPECT_EQ(RowWriter::Create(folder_.Path("absent/rows.txt")).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(RowFile::Open(folder_.Path("absent")).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace tasnif
