#include "cli/output.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <string>

#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

TEST(Output, WritesWhatItIsGivenAndReplacesWhatWasThere) {
  TemporaryFolder folder;
  const std::string path = folder.Write("out", "something long that was there before");
  const auto output = Output::Open(path);
  ASSERT_TRUE(output.ok()) << output.status();
  EXPECT_TRUE((*output)->Write("one\n").ok());
  EXPECT_TRUE((*output)->Write("two\n").ok());
  EXPECT_TRUE((*output)->Close().ok());
  EXPECT_TRUE((*output)->Close().ok());
  EXPECT_EQ(ReadWholeFile(path), "one\ntwo\n");
}

TEST(Output, FolderThatIsNotThereIsNotFound) {
  TemporaryFolder folder;
  EXPECT_EQ(Output::Open(folder.Path("no/file")).status().code(), absl::StatusCode::kNotFound);
}

TEST(Output, FullDiskIsReported) {
  const auto output = Output::Open("/dev/full");
  ASSERT_TRUE(output.ok()) << output.status();
  EXPECT_EQ((*output)->Write("x").code(), absl::StatusCode::kResourceExhausted);
}

TEST(Output, ReaderThatHasGoneIsCancelled) {
  signal(SIGPIPE, SIG_IGN);
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const auto output = Output::Open("/proc/self/fd/" + std::to_string(ends[1]));
  ASSERT_TRUE(output.ok()) << output.status();
  close(ends[0]);  // Not before: a pipe without a reader cannot be opened.
  EXPECT_EQ((*output)->Write("x").code(), absl::StatusCode::kCancelled);
  close(ends[1]);
}

}  // namespace
}  // namespace tasnif
