#include "base/mapped_file.h"

#include <sys/stat.h>

#include <cstdint>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

using OpenFunction = absl::StatusOr<std::unique_ptr<MappedFile>> (*)(const std::string&);

class BothWays : public ::testing::TestWithParam<OpenFunction> {
 protected:
  TemporaryFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(MappedFile, BothWays,
                         ::testing::Values(&MappedFile::Open, &MappedFile::ReadWhole),
                         [](const auto& test) { return test.index == 0 ? "Open" : "ReadWhole"; });

TEST_P(BothWays, ShowsTheBytesOfTheFileAligned) {
  const std::string bytes = std::string(100'000, 'm') + std::string("\0end", 4);
  const std::string path = folder_.Write("model", bytes);
  const auto file = GetParam()(path);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ((*file)->bytes(), bytes);
  EXPECT_EQ((*file)->path(), path);
  EXPECT_EQ(reinterpret_cast<uintptr_t>((*file)->bytes().data()) % 64, 0u);
}

TEST_P(BothWays, BytesStayWhenTheNameIsReplaced) {
  const std::string path = folder_.Write("model", "old");
  const auto file = GetParam()(path);
  ASSERT_TRUE(file.ok()) << file.status();
  std::filesystem::rename(folder_.Write("next", "new!"), path);
  EXPECT_EQ((*file)->bytes(), "old");
}

TEST_P(BothWays, EmptyFileHasEmptyBytes) {
  const auto file = GetParam()(folder_.Write("empty", ""));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ((*file)->bytes(), "");
}

TEST_P(BothWays, MissingFileIsNotFoundAndNamed) {
  const auto file = GetParam()(folder_.Path("none"));
  EXPECT_EQ(file.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(file.status().message()), HasSubstr(folder_.Path("none")));
}

TEST_P(BothWays, FolderOrPipeIsInvalid) {
  EXPECT_EQ(GetParam()(folder_.path()).status().code(), absl::StatusCode::kInvalidArgument);
  // Opening a pipe must not wait for its writer either.
  ASSERT_EQ(mkfifo(folder_.Path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(GetParam()(folder_.Path("pipe")).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace tasnif
