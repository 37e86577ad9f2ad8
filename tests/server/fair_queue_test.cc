#include "server/fair_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace tasnif {
namespace {

using ::testing::ElementsAre;

class FairQueueTest : public ::testing::Test {
 protected:
  void Push(const std::string& client, size_t cost, bool is_bulk = false) {
    queue_.Push({.client = client, .is_bulk = is_bulk}, cost,
                [this, client](size_t) { ran_.push_back(client); });
  }
  std::string Pop() {
    std::move(queue_.Pop())(0);
    return ran_.back();
  }
  std::vector<std::string> PopAll() {
    std::vector<std::string> order;
    while (!queue_.empty()) order.push_back(Pop());
    return order;
  }

  FairQueue queue_;
  std::vector<std::string> ran_;
};

TEST_F(FairQueueTest, TurnsOfOneClientKeepTheirOrder) {
  std::vector<int> order;
  for (int i = 0; i < 5; ++i) {
    queue_.Push({"a"}, 100 - 10 * i, [&order, i](size_t) { order.push_back(i); });
  }
  while (!queue_.empty()) std::move(queue_.Pop())(0);
  EXPECT_THAT(order, ElementsAre(0, 1, 2, 3, 4));
}

// Jobs of one client, each of which queues its next turn when it has had one, as calls do.
class JobsTest : public ::testing::Test {
 protected:
  void Start(const std::string& name, size_t turns) {
    Flow flow = {"a"};
    flow.due = queue_.DueOf(flow, 10 * turns);
    Queue(name, flow, turns);
  }
  void Run(size_t turns) {
    for (size_t i = 0; i < turns && !queue_.empty(); ++i) std::move(queue_.Pop())(0);
  }

  FairQueue queue_;
  std::vector<std::string> ended_;

 private:
  void Queue(const std::string& name, const Flow& flow, size_t turns) {
    queue_.Push(flow, 10, [=, this](size_t) {
      if (turns > 1) return Queue(name, flow, turns - 1);
      ended_.push_back(name);
    });
  }
};

TEST_F(JobsTest, EqualJobsEndOneAfterTheOther) {
  Start("first", 10);
  Start("second", 10);
  Start("third", 10);
  Run(14);
  EXPECT_THAT(ended_, ElementsAre("first")) << "side by side, none would have ended";
  Run(12);
  EXPECT_THAT(ended_, ElementsAre("first", "second"));
}

TEST_F(JobsTest, ALargeJobIsLookedAtLongBeforeItIsDue) {
  bool is_seen = false;
  Flow flow = {"a"};
  flow.due = queue_.DueOf(flow, 100000);
  queue_.Push(flow, 10, [&](size_t) { is_seen = true; });
  for (int i = 0; i < 8; ++i) {
    Start("small", 1);
    Start("small", 1);
    Run(1);
  }
  EXPECT_TRUE(is_seen) << "it may have been given up, and holds room";
}

TEST_F(JobsTest, ASmallJobPassesALargeOne) {
  Start("large", 100);
  Run(5);
  Start("small", 1);
  Run(1);
  EXPECT_THAT(ended_, ElementsAre("small"));
}

TEST_F(JobsTest, SmallJobsDoNotKeepALargeOneFromItsEnd) {
  Start("large", 20);
  // As much again comes in small jobs: side by side, the large one has half of the time.
  for (int i = 0; i < 20; ++i) {
    Start("small", 1);
    Run(2);
  }
  Run(2);
  EXPECT_THAT(ended_, ::testing::Contains("large"));
}

TEST_F(JobsTest, AJobThatAlmostEndedIsNotPassed) {
  Start("first", 10);
  Run(9);
  Start("second", 5);
  Run(1);
  EXPECT_THAT(ended_, ElementsAre("first"));
}

TEST_F(FairQueueTest, ANewClientDoesNotWaitBehindABacklog) {
  for (int i = 0; i < 100; ++i) Push("backlog", 10);
  Pop();
  Push("new", 10);
  EXPECT_EQ(Pop(), "new");
}

TEST_F(FairQueueTest, ClientsShareByCostNotByNumberOfTurns) {
  for (int i = 0; i < 20; ++i) Push("large", 400);
  for (int i = 0; i < 80; ++i) Push("small", 100);
  std::map<std::string, size_t> given;
  for (int i = 0; i < 50; ++i) {
    const std::string client = Pop();
    given[client] += client == "large" ? 400 : 100;
  }
  EXPECT_NEAR(static_cast<double>(given["large"]), static_cast<double>(given["small"]), 400.0);
}

TEST_F(FairQueueTest, AClientThatWasAwayDoesNotSaveUp) {
  for (int i = 0; i < 100; ++i) {
    Push("steady", 10);
    Pop();
  }
  for (int i = 0; i < 10; ++i) Push("steady", 10);
  for (int i = 0; i < 10; ++i) Push("back", 10);
  std::vector<std::string> first;
  for (int i = 0; i < 10; ++i) first.push_back(Pop());
  EXPECT_NEAR(std::count(first.begin(), first.end(), "back"), 5, 1);
}

TEST_F(FairQueueTest, BulkWaitsBehindInteractiveWorkOfAnybody) {
  Push("a", 1, /*is_bulk=*/true);
  Push("b", 1, /*is_bulk=*/true);
  Push("a", 1000);
  Push("c", 1000);
  EXPECT_THAT(PopAll(), ElementsAre("a", "c", "a", "b"));
}

TEST_F(FairQueueTest, BulkOfSeveralClientsIsFairToo) {
  for (int i = 0; i < 3; ++i) Push("a", 10, true);
  for (int i = 0; i < 3; ++i) Push("b", 10, true);
  EXPECT_THAT(PopAll(), ElementsAre("a", "b", "a", "b", "a", "b"));
}

TEST_F(FairQueueTest, WorkWithoutCostIsNotServedForEver) {
  for (int i = 0; i < 3; ++i) Push("free", 0);
  Push("other", 1);
  EXPECT_EQ(Pop(), "free");
  EXPECT_EQ(Pop(), "other");
}

TEST_F(FairQueueTest, ClientsThatCameOnceAreForgotten) {
  for (int i = 0; i < 100000; ++i) {
    Push("client-" + std::to_string(i), 10);
    Push("steady", 10);
    Pop();
    Pop();
  }
  EXPECT_LT(queue_.remembered_clients(), 600u);
}

}  // namespace
}  // namespace tasnif
