#include "registry/folder_watch.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "base/files.h"
#include "registry/folder_lock.h"
#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

TEST(ConcernsModels, WhatDoesNotChangeAnAnswerDoesNot) {
  const struct {
    const char* name;
    bool expected;
    const char* why;
  } kRows[] = {
      {"aliases.json", true, "an alias moved"},
      {"bundle.json", true, "a version came file by file"},
      {"model.tsf", true, ""},
      {"3", true, "a version was renamed into place"},
      {"topic", true, "a head"},
      {".lock", false, "taken by every change"},
      {"history.jsonl", false, "written before every change"},
      {"history.jsonl.tmp-0123456789abcdef", false, ""},
      {"aliases.json.tmp-0123456789abcdef", false, "its rename is an event of its own"},
      {".publish-3-0123456789abcdef", false, "renamed when it is whole"},
      {"refused-20270301", false, "of the gate"},
      {"history", true, "a head may have any name"},
      {"refused", true, ""},
  };
  for (const auto& row : kRows) EXPECT_EQ(ConcernsModels(row.name), row.expected) << row.name;
}

class FolderWatchTest : public ::testing::Test {
 protected:
  FolderWatchTest() { std::filesystem::create_directories(folder_.Path("topic/1")); }

  // Every change is known to the kernel when the call that made it returns: nothing to wait for.
  FolderWatch::Event Look() { return watch().Wait(absl::ZeroDuration()); }
  FolderWatch& watch() {
    if (watch_ == nullptr) watch_ = std::make_unique<FolderWatch>(folder_.path());
    return *watch_;
  }

  TemporaryFolder folder_;
  std::unique_ptr<FolderWatch> watch_;
};

TEST_F(FolderWatchTest, LocksHistoryAndRefusalsGoUnnoticed) {
  EXPECT_EQ(Look(), FolderWatch::kTimeout);
  {
    const auto lock = FolderLock::Take(folder_.Path("topic"));
    ASSERT_TRUE(lock.ok()) << lock.status();
  }
  EXPECT_EQ(Look(), FolderWatch::kTimeout);
  ASSERT_EQ(WriteAtomically(PosixFiles(), folder_.Path("topic/history.jsonl"), "{}\n"),
            absl::OkStatus());
  EXPECT_EQ(Look(), FolderWatch::kTimeout);
  std::filesystem::create_directories(folder_.Path("topic/refused-1"));
  folder_.Write("topic/refused-1/report.json", "{}");
  EXPECT_EQ(Look(), FolderWatch::kTimeout);
}

TEST_F(FolderWatchTest, AChangeAmongThemIsNoticed) {
  EXPECT_EQ(Look(), FolderWatch::kTimeout);
  ASSERT_EQ(WriteAtomically(PosixFiles(), folder_.Path("topic/history.jsonl"), "{}\n"),
            absl::OkStatus());
  ASSERT_EQ(WriteAtomically(PosixFiles(), folder_.Path("topic/aliases.json"), "{}"),
            absl::OkStatus());
  ASSERT_EQ(WriteAtomically(PosixFiles(), folder_.Path("topic/history.jsonl"), "{}\n{}\n"),
            absl::OkStatus());
  EXPECT_EQ(Look(), FolderWatch::kChanged);
  EXPECT_EQ(Look(), FolderWatch::kTimeout);
}

TEST_F(FolderWatchTest, AVersionThatIsPublishedIsNoticedAndWatched) {
  EXPECT_EQ(Look(), FolderWatch::kTimeout);
  std::filesystem::create_directories(folder_.Path("topic/.publish-2-0123456789abcdef"));
  folder_.Write("topic/.publish-2-0123456789abcdef/model.tsf", "x");
  EXPECT_EQ(Look(), FolderWatch::kTimeout);
  std::filesystem::rename(folder_.Path("topic/.publish-2-0123456789abcdef"),
                          folder_.Path("topic/2"));
  EXPECT_EQ(Look(), FolderWatch::kChanged);
  folder_.Write("topic/2/model.tsf", "y");
  EXPECT_EQ(Look(), FolderWatch::kChanged);
}

}  // namespace
}  // namespace tasnif
