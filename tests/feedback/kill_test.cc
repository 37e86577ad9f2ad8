// A writer is killed with SIGKILL at many points: what it has acknowledged must be there, whole,
// and the file must take the next correction.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>

#include "feedback/correction_store.h"
#include "tests/base/temporary_folder.h"
#include "tests/feedback/corrections.h"

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
