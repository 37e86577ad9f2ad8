// A writer is killed with SIGKILL, at many points in time and at every single change of a file:
// what it has acknowledged must be there, whole, and the file must take the next correction.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>

#include "feedback/correction_store.h"
#include "tests/base/temporary_folder.h"
#include "tests/feedback/corrections.h"
#include "tests/feedback/fault_calls.h"

namespace tasnif {
namespace {

constexpr uint32_t kEndless = 1000000;

// In the child: stores corrections and acknowledges each by its number on `pipe`, until it is
// killed. Only async-signal-safe ways out, for it is a copy of the test program.
[[noreturn]] void StoreUntilKilled(const std::string& path, uint32_t first, int pipe) {
  SystemClock clock;
  const auto store = CorrectionStore::Open(path, TextPolicy::kKeep, clock);
  if (!store.ok()) _exit(1);
  for (uint32_t number = first; number < kEndless; ++number) {
    const std::string key = std::to_string(number);
    // Long enough that a correction spans pages of the database.
    const std::string text = "رسالة رقم " + key + std::string(6000, '.');
    if (!(*store)->Add(TopicCorrection(key, text)).ok()) _exit(2);
    if (write(pipe, &number, sizeof(number)) != sizeof(number)) _exit(3);
  }
  _exit(4);
}

// Kills the child after `count` acknowledgements; every number that was acknowledged by then.
std::set<std::string> RunAndKill(const std::string& path, uint32_t first, size_t count) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    StoreUntilKilled(path, first, ends[1]);
  }
  close(ends[1]);
  std::set<std::string> acknowledged;
  uint32_t number = 0;
  bool is_killed = false;
  // After the kill the pipe still holds what was acknowledged before it.
  while (read(ends[0], &number, sizeof(number)) == sizeof(number)) {
    acknowledged.insert(std::to_string(number));
    if (is_killed || acknowledged.size() < count) continue;
    EXPECT_EQ(kill(child, SIGKILL), 0);
    is_killed = true;
  }
  close(ends[0]);
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << WEXITSTATUS(status);
  return acknowledged;
}

std::set<std::string> StoredKeys(const CorrectionStore& store) {
  std::set<std::string> keys;
  v1::ListCorrectionsRequest request;
  request.set_page_size(1000);
  while (true) {
    const auto page = store.List(request);
    EXPECT_EQ(page.status(), absl::OkStatus());
    if (!page.ok()) return keys;
    for (const v1::Correction& correction : page->corrections()) {
      keys.insert(correction.key());
      EXPECT_EQ(correction.article_sha256(), ArticleSha256(correction.article())) << "not whole";
    }
    if (page->next_page_token().empty()) return keys;
    request.set_page_token(page->next_page_token());
  }
}

// In the child: opens the store, acknowledges three corrections, and closes it, which brings the
// log into the file; dies at the n-th change of a file on the way.
[[noreturn]] void StoreThreeAndDieAt(int number, const std::string& path, int pipe) {
  KillAt(number);
  {
    SystemClock clock;
    const auto store = CorrectionStore::Open(path, TextPolicy::kKeep, clock);
    if (!store.ok()) _exit(1);
    for (uint32_t key = 100; key < 103; ++key) {
      const std::string text = "رسالة " + std::to_string(key) + std::string(6000, '.');
      if (!(*store)->Add(TopicCorrection(std::to_string(key), text)).ok()) _exit(2);
      if (write(pipe, &key, sizeof(key)) != sizeof(key)) _exit(3);
    }
  }
  _exit(0);
}

// What the child acknowledged; *is_killed: whether the n-th change was reached.
std::set<std::string> RunAndDieAt(int number, const std::string& path, bool* is_killed) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) StoreThreeAndDieAt(number, path, ends[1]);
  close(ends[1]);
  std::set<std::string> acknowledged;
  uint32_t key = 0;
  while (read(ends[0], &key, sizeof(key)) == sizeof(key)) acknowledged.insert(std::to_string(key));
  close(ends[0]);
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  *is_killed = WIFSIGNALED(status);
  EXPECT_TRUE(*is_killed || WEXITSTATUS(status) == 0) << WEXITSTATUS(status);
  return acknowledged;
}

// A file with corrections in it, or none at all, is opened, written and closed; returns how many
// changes there were to die at.
int DieAtEveryChange(bool is_new) {
  int number = 0;
  for (bool is_killed = true; is_killed && number < 1000; ++number) {
    SCOPED_TRACE(number);
    TemporaryFolder folder;
    const std::string path = folder.Path("feedback.db");
    FakeClock clock;
    std::set<std::string> expected;
    if (!is_new) {
      const auto store = CorrectionStore::Open(path, TextPolicy::kKeep, clock);
      EXPECT_EQ((*store)->Add(TopicCorrection("1", "text")).status(), absl::OkStatus());
      expected.insert("1");
    }
    expected.merge(RunAndDieAt(number, path, &is_killed));
    const auto store = CorrectionStore::Open(path, TextPolicy::kKeep, clock);
    EXPECT_EQ(store.status(), absl::OkStatus());
    if (!store.ok()) return 0;
    const std::set<std::string> stored = StoredKeys(**store);
    for (const std::string& key : expected) EXPECT_EQ(stored.count(key), 1u) << key << " is lost";
    // At most the one that was on its way is there without having been acknowledged.
    EXPECT_LE(stored.size(), expected.size() + 1);
    EXPECT_EQ((*store)->Add(TopicCorrection("200", "text")).status(), absl::OkStatus());
    EXPECT_EQ(StoredKeys(**store).count("200"), 1u);
  }
  return number;
}

TEST(Kill, AtEveryChangeOfANewFileNothingAcknowledgedIsLost) {
  EXPECT_GT(DieAtEveryChange(/*is_new=*/true), 30);
}

TEST(Kill, AtEveryChangeOfAFileNothingAcknowledgedIsLost) {
  EXPECT_GT(DieAtEveryChange(/*is_new=*/false), 20);
}

TEST(Kill, NoAcknowledgedCorrectionIsLost) {
  TemporaryFolder folder;
  const std::string path = folder.Path("feedback.db");
  std::set<std::string> acknowledged;
  uint32_t first = 0;
  // One file all along, so that recovery builds on recovery.
  for (const size_t count : {1, 2, 3, 5, 17, 60, 200, 1, 90}) {
    const std::set<std::string> more = RunAndKill(path, first, count);
    ASSERT_GE(more.size(), count);
    acknowledged.insert(more.begin(), more.end());
    FakeClock clock;
    const auto store = CorrectionStore::Open(path, TextPolicy::kKeep, clock);
    ASSERT_EQ(store.status(), absl::OkStatus());
    const std::set<std::string> stored = StoredKeys(**store);
    for (const std::string& key : acknowledged) {
      EXPECT_EQ(stored.count(key), 1u) << key << " was acknowledged and is lost";
    }
    // At most the one that was on its way is there without having been acknowledged.
    EXPECT_LE(stored.size(), acknowledged.size() + 1);
    acknowledged = stored;
    first += 1000;
  }
}

}  // namespace
}  // namespace tasnif
