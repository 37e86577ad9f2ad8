#include "tests/base/fault_files.h"

#include <string>
#include <vector>

#include "base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const char kOld[] = "old content, which is a good deal longer than the new one";
const char kNew[] = "new content";

TEST(WriteAtomically, TargetIsOldOrNewWhereverItFails) {
  int failures = 0;
  for (int n = 0;; ++n) {
    TemporaryFolder folder;
    const std::string path = folder.Write("aliases.json", kOld);
    FaultFiles files(PosixFiles(), n);
    const absl::Status status = WriteAtomically(files, path, kNew);
    const std::string found = ReadWholeFile(path);
    if (status.ok()) {
      EXPECT_EQ(found, kNew);
      break;
    }
    ++failures;
    EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
    EXPECT_THAT(std::string(status.message()), HasSubstr("injected"));
    const bool says_replaced = status.message().find("was replaced") != std::string::npos;
    EXPECT_EQ(found, says_replaced ? kNew : kOld) << "operation " << n << ": " << status;
    EXPECT_THAT(PosixFiles().List(folder.path()).value(), ElementsAre("aliases.json"))
        << "leftover after operation " << n;
  }
  EXPECT_EQ(failures, 3) << "write, rename, sync of the folder";
}

TEST(WriteAtomically, CreatesAFileThatWasNotThere) {
  TemporaryFolder folder;
  ASSERT_TRUE(WriteAtomically(PosixFiles(), folder.Path("new"), kNew).ok());
  EXPECT_EQ(ReadWholeFile(folder.Path("new")), kNew);
  EXPECT_THAT(PosixFiles().List(folder.path()).value(), ElementsAre("new"));
}

TEST(WriteAtomically, MissingFolderIsNotFoundAndThePathIsNamed) {
  TemporaryFolder folder;
  const absl::Status status = WriteAtomically(PosixFiles(), folder.Path("no/f"), kNew);
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("cannot replace " + folder.Path("no/f")));
}

}  // namespace
}  // namespace tasnif
