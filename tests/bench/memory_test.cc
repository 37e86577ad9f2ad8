// The parts that measure memory and the page cache.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include "bench/child_process.h"
#include "bench/opening.h"
#include "bench/resident_memory.h"
#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

TEST(RunInChild, ReturnsWhatTheChildSaid) {
  const pid_t parent = getpid();
  const auto answer =
      RunInChild([&] { return std::string(getpid() == parent ? "parent" : "child"); });
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(*answer, "child");
}

TEST(RunInChild, LongAnswerArrivesWhole) {
  const auto answer = RunInChild([] { return std::string(1 << 20, 'x'); });
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(*answer, std::string(1 << 20, 'x'));
}

TEST(RunInChild, ErrorOfTheWorkIsInTheMessage) {
  const absl::Status status = RunInChild([]() -> absl::StatusOr<std::string> {
                                return absl::NotFoundError("no file x");
                              }).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status.message()), HasSubstr("no file x"));
}

TEST(RunInChild, KilledChildIsAnError) {
  const absl::Status status = RunInChild([]() -> absl::StatusOr<std::string> {
                                kill(getpid(), SIGKILL);
                                return std::string("not reached");
                              }).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status.message()), HasSubstr("wait status 9"));
}

TEST(ParseResident, ReadsOwnAndSharedPages) {
  const auto resident = ParseResident("VmRSS:\t 30 kB\nRssAnon:\t      12 kB\nRssFile:\t 7 kB\n");
  ASSERT_TRUE(resident.ok()) << resident.status();
  EXPECT_EQ(resident->own_bytes, 12 * 1024);
  EXPECT_EQ(resident->shared_bytes, 7 * 1024);
  EXPECT_EQ(resident->bytes(), 19 * 1024);
}

TEST(ParseResident, MissingLineIsNamed) {
  const absl::Status status = ParseResident("RssAnon:\t12 kB\n").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status.message()), HasSubstr("RssFile:"));
}

TEST(PageCache, FileThatWasJustReadIsInIt) {
  TemporaryFolder folder;
  const std::string path = folder.Write("a", std::string(1 << 20, 'x'));
  EXPECT_EQ(ReadWholeFile(path).size(), size_t{1} << 20);
  const auto share = ShareInPageCache(path);
  ASSERT_TRUE(share.ok()) << share.status();
  EXPECT_GT(*share, 0.9);
  EXPECT_TRUE(DropFromPageCache(path).ok());
  EXPECT_EQ(DropFromPageCache(folder.Path("missing")).code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace tasnif
