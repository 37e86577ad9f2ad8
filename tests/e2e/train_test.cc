// `tasnif train` with a search, a warm start and a limit of memory, through the real binary.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <thread>

#include "base/files.h"
#include "tests/base/temporary_folder.h"
#include "tests/e2e/program.h"
#include "tests/train/tiny_data.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

class TrainCommandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    data_.Write("topic.jsonl", TinyTopicLines());
    recipe_ = data_.Write("recipe.json", TinyTopicRecipe());
  }

  std::vector<std::string> Arguments(const std::vector<std::string>& more) const {
    std::vector<std::string> all = {"train",      recipe_, "--data",
                                    data_.path(), "--out", models_.path()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  size_t TrialLines() const {
    if (!PosixFiles().Exists(work_.Path("topic.trials.jsonl"))) return 0;
    const std::string text = ReadWholeFile(work_.Path("topic.trials.jsonl"));
    return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
  }

  TemporaryFolder data_;
  TemporaryFolder models_;
  TemporaryFolder work_;
  std::string recipe_;
};

TEST_F(TrainCommandTest, AKilledSearchGoesOnAndItsTrialsStand) {
  const std::vector<std::string> search =
      Arguments({"--work", work_.path(), "--search-seconds", "6"});
  ChildProcess first(TasnifProgram(), search);
  // Bounded by the search itself: it ends after its seconds at the latest.
  while (first.is_running() && TrialLines() < 3) std::this_thread::yield();
  kill(first.pid(), SIGKILL);
  first.Wait();
  const std::string before = ReadWholeFile(work_.Path("topic.trials.jsonl"));
  const Finished second = RunTasnif(search);
  ASSERT_EQ(second.exit_code, 0) << second.err;
  const std::string after = ReadWholeFile(work_.Path("topic.trials.jsonl"));
  EXPECT_TRUE(after.starts_with(before));
  EXPECT_GT(after.size(), before.size());
  EXPECT_THAT(second.out, HasSubstr("best: trial "));
  EXPECT_THAT(second.out, HasSubstr("published topic@1"));
  EXPECT_THAT(ReadWholeFile(models_.Path("topic/1/card.md")),
              HasSubstr("- Search: settings of trial "));
  EXPECT_THAT(ReadWholeFile(models_.Path("topic/1/bundle.json")), HasSubstr("settings of trial "));
  // The recipe it leaves is a normal one.
  recipe_ = work_.Path("topic.best.json");
  EXPECT_EQ(RunTasnif(Arguments({})).exit_code, 0);
}

TEST_F(TrainCommandTest, WarmStartNeedsVectorsThatWereKept) {
  ASSERT_EQ(RunTasnif(Arguments({})).exit_code, 0);
  const Finished none = RunTasnif(Arguments({"--warm-start", "champion"}));
  EXPECT_EQ(none.exit_code, 3);
  EXPECT_THAT(none.err, HasSubstr("--keep-vectors"));
  ASSERT_EQ(RunTasnif(Arguments({"--keep-vectors"})).exit_code, 0);
  const Finished warm = RunTasnif(Arguments({"--warm-start", "2"}));
  EXPECT_EQ(warm.exit_code, 0) << warm.err;
  EXPECT_THAT(ReadWholeFile(models_.Path("topic/3/bundle.json")), HasSubstr("warm_start"));
  EXPECT_EQ(RunTasnif({"models", "verify", "--models", models_.path()}).exit_code, 0);
}

TEST_F(TrainCommandTest, TellsItsMemoryAndKeepsToTheLimit) {
  const Finished refused = RunTasnif(Arguments({"--max-memory", "100"}));
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.err, HasSubstr("training takes about "));
  EXPECT_THAT(refused.err, HasSubstr("--max-memory"));
  EXPECT_FALSE(PosixFiles().Exists(models_.Path("topic/1")));
  EXPECT_EQ(RunTasnif(Arguments({"--max-memory", "1000"})).exit_code, 0);
}

TEST_F(TrainCommandTest, SeveralThreadsAreSaidToBeNotRepeatable) {
  const Finished done = RunTasnif(Arguments({"--threads", "2"}));
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(done.err, HasSubstr("another model next time"));
  EXPECT_THAT(ReadWholeFile(models_.Path("topic/1/card.md")), HasSubstr("Trained with 2 threads"));
  EXPECT_THAT(ReadWholeFile(models_.Path("topic/1/bundle.json")), HasSubstr("not repeatable"));
}

TEST_F(TrainCommandTest, ASearchNeedsAWorkFolder) {
  const Finished none = RunTasnif(Arguments({"--search-seconds", "5"}));
  EXPECT_NE(none.exit_code, 0);
  EXPECT_THAT(none.err, HasSubstr("--work"));
  EXPECT_EQ(RunTasnif(Arguments({"--search-seconds", "0"})).exit_code, 2);
}

}  // namespace
}  // namespace tasnif
