// The whole stack with real threads and time, for the sanitizers: many callers, a server that
// answers from threads of its own and fails by turns, ends that come while calls are under way.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/executor.h"
#include "base/steady_clock.h"
#include "client/stack.h"
#include "client/timer_thread.h"
#include "tests/client/fakes.h"

namespace tasnif {
namespace {

// Answers on a pool; every fifth call fails.
class PoolServer : public Transport {
 public:
  void Send(Batch batch, Done done) override {
    pool_.Run([this, batch = std::move(batch), done = std::move(done)](size_t) mutable {
      if (is_cancelled_) {
        return std::move(done)(FailAll(std::move(batch), absl::CancelledError("cancelled")));
      }
      switch (calls_.fetch_add(1) % 10) {
        case 3:
          return std::move(done)(FailAll(std::move(batch), absl::UnavailableError("away")));
        case 7:
          return std::move(done)(FailAll(std::move(batch), absl::ResourceExhaustedError("full"),
                                         absl::Microseconds(200)));
        default:
          AnswerWithEcho({std::move(batch), std::move(done)});
      }
    });
  }
  void Flush() override {}
  void Cancel() override { is_cancelled_ = true; }

 private:
  std::atomic<uint64_t> calls_ = 0;
  std::atomic<bool> is_cancelled_ = false;
  ThreadPool pool_{2};
};

struct Machine {
  Machine() {
    options.coalesce = {.max_articles = 7, .max_delay = absl::Microseconds(300)};
    options.in_flight.max_articles = 50;
    options.retry.initial_backoff = absl::Microseconds(100);
    options.retry.max_attempts = 100;
    options.retry.budget.max_tokens = 1e9;
    options.health = {.initial_pause = absl::Microseconds(100),
                      .max_pause = absl::Microseconds(500)};
    std::vector<std::unique_ptr<Transport>> servers;
    servers.push_back(std::make_unique<PoolServer>());
    servers.push_back(std::make_unique<PoolServer>());
    stack = MakeStack(options,
                      {.clock = clock,
                       .timer = *timer,
                       .random = [] { return 0.5; },
                       .counters = counters,
                       .id_prefix = "t"},
                      std::move(servers));
  }
  ~Machine() {
    stack->Flush();
    stack->WaitUntilIdle();
    timer = nullptr;
    stack = nullptr;
  }

  void Send(const std::string& text, Transport::Done done) {
    Batch batch = BatchOf({text}, clock.Now() + absl::Minutes(5));
    batch.waits_for_room = true;
    stack->Send(std::move(batch), std::move(done));
  }

  SteadyClock clock;
  StatisticsCounters counters;
  ClientOptions options;
  std::unique_ptr<TimerThread> timer = std::make_unique<TimerThread>(clock);
  std::unique_ptr<InFlightLimit> stack;
};

TEST(StackThreads, EveryCallerGetsItsOwnAnswer) {
  constexpr int kCallers = 4, kArticles = 500;
  std::atomic<int> right = 0;
  {
    Machine machine;
    std::vector<std::thread> callers;
    for (int caller = 0; caller < kCallers; ++caller) {
      callers.emplace_back([&, caller] {
        for (int i = 0; i < kArticles; ++i) {
          const std::string text = absl::StrCat(caller, "/", i);
          machine.Send(text, [&right, text](Reply reply) {
            right += Describe(reply).at(0) == "ok " + text ? 1 : 0;
          });
        }
      });
    }
    for (std::thread& caller : callers) caller.join();
    // The end comes while some are on their way: it waits for them.
  }
  EXPECT_EQ(right, kCallers * kArticles);
}

TEST(StackThreads, CancelAnswersEverybody) {
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> answers = 0;
    std::atomic<int> sent = 0;
    {
      Machine machine;
      std::thread caller([&] {
        for (int i = 0; i < 200; ++i) {
          ++sent;
          machine.Send("x", [&answers](Reply) { ++answers; });
        }
      });
      while (sent < 20) std::this_thread::yield();
      machine.stack->Cancel();
      caller.join();
    }
    EXPECT_EQ(answers, sent);
  }
}

}  // namespace
}  // namespace tasnif
