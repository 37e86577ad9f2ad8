#include "base/progress.h"

#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class ProgressTest : public ::testing::Test {
 protected:
  ProgressOutput Terminal() { return {Collect(), true}; }
  ProgressOutput LogFile() { return {Collect(), false}; }
  std::function<void(std::string_view)> Collect() {
    return [this](std::string_view bytes) { drawn_.emplace_back(bytes); };
  }

  FakeClock clock_;
  std::vector<std::string> drawn_;
};

TEST_F(ProgressTest, ShowsShareRateAndTimeLeft) {
  Progress progress({"train", "articles", 20000}, clock_, Terminal());
  clock_.Advance(absl::Seconds(4));
  progress.Advance(12210);
  EXPECT_THAT(drawn_, ElementsAre("\rtrain  [#############.........]   61%  12,210/20,000 articles"
                                  "  3,053/s  0:03 left\x1b[K"));
}

TEST_F(ProgressTest, FinishEndsTheLineWithTheTimeTaken) {
  Progress progress({"train", "articles", 100}, clock_, Terminal());
  clock_.Advance(absl::Seconds(50));
  progress.Advance(100);
  progress.Finish();
  EXPECT_EQ(drawn_.back(),
            "\rtrain  [######################]  100%  100/100 articles  2.0/s  in 0:50\x1b[K\n");
  const size_t count = drawn_.size();
  progress.Finish();
  progress.Advance(1);
  EXPECT_THAT(drawn_, SizeIs(count));
}

TEST_F(ProgressTest, DestructionFinishes) {
  { Progress progress({"load", "", 1}, clock_, Terminal()); }
  EXPECT_THAT(drawn_, ElementsAre(EndsWith("\n")));
}

TEST_F(ProgressTest, IsRedrawnAtMostTenTimesASecond) {
  Progress progress({"read", "lines", 1000}, clock_, Terminal());
  for (int i = 0; i < 1000; ++i) {
    clock_.Advance(absl::Milliseconds(1));
    progress.Advance(1);
  }
  EXPECT_THAT(drawn_, SizeIs(10));
}

TEST_F(ProgressTest, InALogFileLinesComeEveryTenSeconds) {
  Progress progress({"read", "lines", 1000}, clock_, LogFile());
  for (int i = 0; i < 40; ++i) {
    clock_.Advance(absl::Seconds(1));
    progress.MoveTo(i + 1);
  }
  EXPECT_THAT(drawn_, SizeIs(4));
  for (const std::string& line : drawn_) {
    EXPECT_THAT(line, EndsWith("\n"));
    EXPECT_THAT(line, Not(HasSubstr("\r")));
  }
}

TEST_F(ProgressTest, UnknownTotalGivesCountAndRateOnly) {
  Progress progress({"read", "lines", 0}, clock_, Terminal());
  clock_.Advance(absl::Seconds(2));
  progress.Advance(1234567);
  EXPECT_THAT(drawn_, ElementsAre("\rread  1,234,567 lines  617,284/s\x1b[K"));
}

TEST_F(ProgressTest, MoreThanTheTotalIsShownAsTheTotal) {
  Progress progress({"read", "", 10}, clock_, Terminal());
  clock_.Advance(absl::Seconds(1));
  progress.Advance(25);
  EXPECT_THAT(drawn_.back(), HasSubstr("100%  10/10"));
  EXPECT_THAT(drawn_.back(), HasSubstr("0:00 left"));
}

TEST_F(ProgressTest, LongWaitIsGivenInHours) {
  Progress progress({"train", "", 7301}, clock_, Terminal());
  clock_.Advance(absl::Seconds(1));
  progress.Advance(1);
  EXPECT_THAT(drawn_.back(), HasSubstr("2:01:40 left"));
}

TEST_F(ProgressTest, NoteStandsBehindTheBar) {
  Progress progress({"train", "", 4}, clock_, Terminal());
  progress.SetNote("loss 0.231");
  progress.Advance(1);
  EXPECT_THAT(drawn_.back(), EndsWith("1/4  loss 0.231\x1b[K"));
}

TEST_F(ProgressTest, WithoutOutputItIsSilent) {
  Progress progress({"train", "", 4}, clock_, ProgressOutput{});
  progress.Advance(4);
  progress.Finish();
  EXPECT_THAT(drawn_, IsEmpty());
}

TEST_F(ProgressTest, StandardErrorThatIsNoTerminalIsSilentUnlessAskedFor) {
  testing::internal::CaptureStderr();  // A file from here on.
  EXPECT_FALSE(StderrProgressOutput().write);
  const ProgressOutput asked = StderrProgressOutput(true);
  ASSERT_TRUE(asked.write);
  EXPECT_FALSE(asked.is_terminal);
  { Progress progress({"train", "", 4}, clock_, asked); }
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("train  ["));
}

TEST_F(ProgressTest, ThreadsCountTogether) {
  Progress progress({"score", "", 4000}, clock_, Terminal());
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) {
        clock_.Advance(absl::Milliseconds(1));
        progress.Advance(1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  progress.Finish();
  EXPECT_THAT(drawn_.back(), HasSubstr("4,000/4,000"));
}

}  // namespace
}  // namespace tasnif
