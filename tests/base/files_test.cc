#include "base/files.h"

#include <cerrno>
#include <filesystem>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(PosixFiles, WritesAndReadsBack) {
  TemporaryFolder folder;
  const std::string bytes("a\0b\n\xFF", 5);
  ASSERT_TRUE(PosixFiles().Write(folder.Path("f"), bytes).ok());
  EXPECT_EQ(PosixFiles().Read(folder.Path("f")).value(), bytes);
  ASSERT_TRUE(PosixFiles().Write(folder.Path("f"), "x").ok());
  EXPECT_EQ(PosixFiles().Read(folder.Path("f")).value(), "x");
}

TEST(PosixFiles, ReadsFilesLargerThanItsBuffer) {
  TemporaryFolder folder;
  const std::string bytes(300001, 'z');
  EXPECT_EQ(PosixFiles().Read(folder.Write("f", bytes)).value(), bytes);
}

TEST(PosixFiles, MissingFileIsNotFound) {
  TemporaryFolder folder;
  const auto read = PosixFiles().Read(folder.Path("none"));
  EXPECT_EQ(read.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(read.status().message()), HasSubstr("cannot open " + folder.path()));
  EXPECT_EQ(PosixFiles().Write(folder.Path("no/such/f"), "").code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(PosixFiles().List(folder.Path("none")).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(PosixFiles().SyncFolder(folder.Path("none")).code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(PosixFiles().Rename(folder.Path("none"), folder.Path("x")).code(),
            absl::StatusCode::kNotFound);
}

TEST(PosixFiles, ReadingAFolderIsInvalid) {
  TemporaryFolder folder;
  EXPECT_EQ(PosixFiles().Read(folder.path()).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(PosixFiles, RenameOntoAFilledFolderSaysThatItExists) {
  TemporaryFolder folder;
  ASSERT_TRUE(PosixFiles().CreateFolder(folder.Path("new")).ok());
  ASSERT_TRUE(PosixFiles().CreateFolder(folder.Path("old/inner")).ok());
  EXPECT_EQ(PosixFiles().Rename(folder.Path("new"), folder.Path("old")).code(),
            absl::StatusCode::kAlreadyExists);
}

TEST(PosixFiles, ListIsSorted) {
  TemporaryFolder folder;
  folder.Write("b", "");
  folder.Write("a", "");
  ASSERT_TRUE(PosixFiles().CreateFolder(folder.Path("c/d")).ok());
  EXPECT_THAT(PosixFiles().List(folder.path()).value(), ElementsAre("a", "b", "c"));
}

TEST(PosixFiles, CreateFolderAcceptsAnExistingOneButNotAFile) {
  TemporaryFolder folder;
  EXPECT_TRUE(PosixFiles().CreateFolder(folder.Path("a/b")).ok());
  EXPECT_TRUE(PosixFiles().CreateFolder(folder.Path("a/b")).ok());
  EXPECT_TRUE(PosixFiles().IsFolder(folder.Path("a/b")));
  folder.Write("file", "");
  EXPECT_FALSE(PosixFiles().IsFolder(folder.Path("file")));
  EXPECT_TRUE(PosixFiles().Exists(folder.Path("file")));
  EXPECT_EQ(PosixFiles().CreateFolder(folder.Path("file/below")).code(),
            absl::StatusCode::kNotFound);
}

TEST(PosixFiles, RemoveAllRemovesAFolderAndAcceptsAnAbsentOne) {
  TemporaryFolder folder;
  ASSERT_TRUE(PosixFiles().CreateFolder(folder.Path("a/b")).ok());
  EXPECT_TRUE(PosixFiles().RemoveAll(folder.Path("a")).ok());
  EXPECT_FALSE(PosixFiles().Exists(folder.Path("a")));
  EXPECT_TRUE(PosixFiles().RemoveAll(folder.Path("a")).ok());
}

TEST(PosixFiles, FullDiskIsResourceExhausted) {
  const std::string full = "/dev/full";
  if (!std::filesystem::exists(full)) GTEST_SKIP() << "no /dev/full here";
  EXPECT_EQ(PosixFiles().Write(full, "x").code(), absl::StatusCode::kResourceExhausted);
}

TEST(ErrnoStatus, EveryErrorHasItsCode) {
  EXPECT_EQ(ErrnoStatus(ENOENT, "open", "f").code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ErrnoStatus(EACCES, "open", "f").code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ErrnoStatus(EROFS, "open", "f").code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ErrnoStatus(ENOSPC, "write", "f").code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ErrnoStatus(EMFILE, "open", "f").code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ErrnoStatus(EEXIST, "create", "f").code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ErrnoStatus(EISDIR, "read", "f").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ErrnoStatus(EIO, "read", "f").code(), absl::StatusCode::kInternal);
  EXPECT_EQ(ErrnoStatus(ENOENT, "open", "a/b").message(),
            "cannot open a/b: No such file or directory");
}

}  // namespace
}  // namespace tasnif
