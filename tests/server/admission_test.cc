#include "server/admission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "server/retry_after.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(AdmissionRule, RoomIsSharedByWhoHoldsHowMuch) {
  struct {
    Room room;  // limit, used, used by bulk, held by the client
    size_t more;
    bool is_bulk;
    bool expected;
    const char* why;
  } const kRows[] = {
      {{100, 0, 0, 0}, 100, false, true, "all of the limit"},
      {{100, 1, 0, 0}, 100, false, false, "one more than is free"},
      {{100, 99, 0, 0}, 1, false, true, "a new client gets what is free"},
      {{100, 100, 0, 0}, 1, false, false, "full"},
      {{100, 120, 0, 0}, 1, false, false, "over-full, after work that must go on"},
      {{100, 120, 0, 0}, 0, false, true, "nothing fits anywhere"},
      {{90, 50, 0, 50}, 10, false, true, "a client may come to hold twice what is free"},
      {{90, 60, 0, 60}, 1, false, false, "and no more"},
      {{90, 60, 0, 1}, 29, false, true, "while another one still may"},
      {{100, 0, 0, 0}, 50, true, true, "bulk uses half"},
      {{100, 0, 0, 0}, 51, true, false, "and no more"},
      {{100, 60, 40, 0}, 10, true, true, "interactive work does not count as bulk"},
      {{100, 60, 45, 0}, 10, true, false, "bulk together"},
      {{100, 50, 50, 0}, 50, false, true, "bulk never keeps interactive work out"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(HasRoom(row.room, row.more, row.is_bulk), row.expected) << row.why;
  }
}

class AdmissionTest : public ::testing::Test {
 protected:
  FakeClock clock_;
  Admission admission_{{.max_articles = 100, .max_bytes = 1000}, clock_};
};

TEST_F(AdmissionTest, RoomIsTakenAndGivenBackByThePermit) {
  {
    const auto permit = admission_.Admit({"a"}, {.articles = 30, .bytes = 500});
    ASSERT_TRUE(permit.ok()) << permit.status();
    EXPECT_EQ(admission_.state().held, (WorkSize{30, 500}));
    EXPECT_EQ(admission_.state().clients, 1u);
  }
  EXPECT_EQ(admission_.state().held, WorkSize());
  EXPECT_EQ(admission_.state().clients, 0u);
  EXPECT_EQ(admission_.state().admitted, 1u);
}

TEST_F(AdmissionTest, AMovedPermitGivesBackOnce) {
  auto first = admission_.Admit({"a"}, {.articles = 10});
  ASSERT_TRUE(first.ok());
  Permit second = *std::move(first);
  Permit third;
  third = std::move(second);
  EXPECT_EQ(admission_.state().held.articles, 10u);
  third.Release();
  third.Release();
  EXPECT_EQ(admission_.state().held.articles, 0u);
}

TEST_F(AdmissionTest, APermitCanBeCorrectedBeyondTheLimit) {
  auto permit = admission_.Admit({.client = "a", .is_bulk = true}, {.articles = 0, .bytes = 10});
  ASSERT_TRUE(permit.ok());
  permit->Resize({.articles = 400, .bytes = 20});
  EXPECT_EQ(admission_.state().held, (WorkSize{400, 20}));
  permit->Resize({.articles = 1, .bytes = 20});
  EXPECT_EQ(admission_.state().held, (WorkSize{1, 20}));
}

TEST_F(AdmissionTest, RefusalNamesTheLimitAndWhenToComeBack) {
  const auto held = admission_.Admit({"a"}, {.articles = 60, .bytes = 10});
  const auto refused = admission_.Admit({"a"}, {.articles = 30, .bytes = 10});
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(refused.status().message()),
              AllOf(HasSubstr("60 of at most 100 articles"), HasSubstr("would add 30")));
  EXPECT_TRUE(RetryAfter(refused.status()).has_value());
  EXPECT_EQ(admission_.state().refused, 1u);
}

TEST_F(AdmissionTest, BytesAreALimitOfTheirOwn) {
  const auto held = admission_.Admit({"a"}, {.articles = 1, .bytes = 900});
  const auto refused = admission_.Admit({"b"}, {.articles = 1, .bytes = 101});
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("bytes"));
  EXPECT_TRUE(admission_.Admit({"b"}, {.articles = 1, .bytes = 100}).ok());
}

TEST_F(AdmissionTest, AnIdleServerTakesACallOfAnySize) {
  const auto large = admission_.Admit({.client = "a", .is_bulk = true}, {5000, 1u << 30});
  EXPECT_TRUE(large.ok()) << large.status();
  EXPECT_EQ(admission_.Admit({"b"}, {1, 1}).status().code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(AdmissionTest, OneGreedyClientLeavesRoomForOthers) {
  std::vector<Permit> greedy;
  while (true) {
    auto permit = admission_.Admit({"greedy"}, {.articles = 1});
    if (!permit.ok()) break;
    greedy.push_back(*std::move(permit));
  }
  EXPECT_EQ(greedy.size(), 67u);  // Two thirds.
  const auto other = admission_.Admit({"other"}, {.articles = 20});
  EXPECT_TRUE(other.ok()) << other.status();
}

TEST_F(AdmissionTest, WorkThatMustGoOnIsCounted) {
  const auto held = admission_.Admit({"a"}, {.articles = 100});
  ASSERT_TRUE(held.ok());
  const Permit more = admission_.AdmitAlways({"b"}, {.articles = 1, .bytes = 7});
  EXPECT_EQ(admission_.state().held, (WorkSize{101, 7}));
}

TEST_F(AdmissionTest, TheSuggestedWaitFollowsTheRateOfWork) {
  // 10 articles a second for ten seconds; then 60 are pending: about 6 s, which is over the most.
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(admission_.Admit({"a"}, {.articles = 1}).ok());
    clock_.Advance(absl::Milliseconds(100));
  }
  auto held = admission_.Admit({"a"}, {.articles = 60});
  ASSERT_TRUE(held.ok());
  const absl::Duration slow = *RetryAfter(admission_.Admit({"a"}, {.articles = 60}).status());
  EXPECT_GE(slow, absl::Seconds(2.9));
  EXPECT_LE(slow, kMaxRetryAfter);
  held->Release();
  // A hundred times as fast.
  for (int i = 0; i < 10000; ++i) {
    ASSERT_TRUE(admission_.Admit({"a"}, {.articles = 1}).ok());
    clock_.Advance(absl::Milliseconds(1));
  }
  held = admission_.Admit({"a"}, {.articles = 60});
  ASSERT_TRUE(held.ok());
  const absl::Duration fast = *RetryAfter(admission_.Admit({"a"}, {.articles = 60}).status());
  EXPECT_GE(fast, absl::Milliseconds(29));
  EXPECT_LE(fast, absl::Milliseconds(100));
}

TEST_F(AdmissionTest, ClientsRefusedTogetherDoNotReturnTogether) {
  const auto held = admission_.Admit({"a"}, {.articles = 100});
  std::set<absl::Duration> waits;
  for (int i = 0; i < 50; ++i) {
    const auto refused = admission_.Admit({"b"}, {.articles = 1});
    const absl::Duration wait = *RetryAfter(refused.status());
    EXPECT_GE(wait, kMinRetryAfter);
    EXPECT_LE(wait, kMaxRetryAfter);
    waits.insert(wait);
  }
  EXPECT_GE(waits.size(), 30u);
}

TEST_F(AdmissionTest, ManyThreadsLeaveNothingBehind) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this, t] {
      const Flow flow = {.client = std::to_string(t % 3), .is_bulk = t == 0};
      for (int i = 0; i < 2000; ++i) {
        auto permit = admission_.Admit(flow, {.articles = 7, .bytes = 90});
        if (permit.ok()) permit->Resize({.articles = 8, .bytes = 80});
        const Permit always = admission_.AdmitAlways(flow, {.articles = 1});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(admission_.state().held, WorkSize());
  EXPECT_EQ(admission_.state().clients, 0u);
  EXPECT_EQ(admission_.state().admitted + admission_.state().refused, 16000u);
}

}  // namespace
}  // namespace tasnif
