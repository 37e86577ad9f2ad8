#include "cli/input_paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(InputPaths, KindIsToldByTheEndOfTheNameInAnyCase) {
  EXPECT_EQ(KindOf("a.txt"), InputKind::kText);
  EXPECT_EQ(KindOf("A.TXT"), InputKind::kText);
  EXPECT_EQ(KindOf("a.htm"), InputKind::kHtml);
  EXPECT_EQ(KindOf("a.html"), InputKind::kHtml);
  for (const char* path : {"a.jsonl", "a.jsonl.xz", "a.jsonl.zst", "a.JSONL.gz"}) {
    EXPECT_EQ(KindOf(path), InputKind::kJsonLines) << path;
  }
  for (const char* path : {"a.xz", "txt", "a.json", "a.txt.bak", "-", ""}) {
    EXPECT_EQ(KindOf(path), InputKind::kUnknown) << path;
  }
}

TEST(InputPaths, ArgumentsKeepTheirOrderAndFoldersAreSorted) {
  TemporaryFolder folder;
  std::filesystem::create_directories(folder.Path("in/deep"));
  folder.Write("in/z.txt", "");
  folder.Write("in/a.txt", "");
  folder.Write("in/deep/m.html", "");
  folder.Write("in/ignored.png", "");
  folder.Write("first.bin", "");
  std::vector<std::string> paths;
  for (const InputPath& path : ExpandPaths({folder.Path("first.bin"), folder.Path("in"), "-"})) {
    EXPECT_EQ(path.status.code(), absl::StatusCode::kOk);
    paths.push_back(path.path);
  }
  EXPECT_THAT(paths, ElementsAre(folder.Path("first.bin"), folder.Path("in/a.txt"),
                                 folder.Path("in/deep/m.html"), folder.Path("in/z.txt"), "-"));
}

TEST(InputPaths, LinksToFoldersAreNotFollowed) {
  TemporaryFolder folder;
  folder.Write("a.txt", "");
  std::filesystem::create_directory_symlink(folder.path(), folder.Path("loop"));
  EXPECT_THAT(ExpandPaths({folder.path()}), SizeIs(1));
}

TEST(InputPaths, WhatIsNotThereHasItsOwnError) {
  TemporaryFolder folder;
  std::filesystem::create_directory(folder.Path("empty"));
  const auto paths = ExpandPaths({folder.Path("nowhere"), folder.Path("empty")});
  ASSERT_THAT(paths, SizeIs(2));
  EXPECT_EQ(paths[0].status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(paths[1].status.code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace tasnif
