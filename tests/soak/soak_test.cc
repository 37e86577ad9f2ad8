// A server under everything at once, for as long as wanted:
//
//   soak_test                            20 seconds
//   TASNIF_SOAK_SECONDS=600 soak_test    as long as it should take before a release
//
// First a mixture of clients (tests/soak/mixed_traffic.h) while models change every second, then
// ten times more than the server can do. It says on standard output what it measured.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "bench/open_loop.h"
#include "bench/timing.h"
#include "cli/load_targets.h"
#include "client/direct_calls.h"
#include "tests/e2e/program.h"
#include "tests/server/tiny_folder.h"
#include "tests/soak/answer_book.h"
#include "tests/soak/mixed_traffic.h"

namespace tasnif {
namespace {

using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

constexpr size_t kBatch = 64;
constexpr double kOverload = 10;

double TotalSeconds() {
  const char* seconds = std::getenv("TASNIF_SOAK_SECONDS");
  double value = 20;
  if (seconds != nullptr && absl::SimpleAtod(seconds, &value) && value >= 10) return value;
  return 20;
}

// Of capacity, while ten times as much is asked for.
constexpr double kNeededGoodput = 0.9;

// Binds the calling thread and what it starts to one core, or to all but that one.
void BindTo(bool is_first_core) {
  const unsigned cores = std::thread::hardware_concurrency();
  if (cores < 2) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  for (unsigned core = is_first_core ? 0 : 1; core < (is_first_core ? 1 : cores); ++core) {
    CPU_SET(core, &set);
  }
  sched_setaffinity(0, sizeof(set), &set);
}

double ResidentMegabytes(pid_t pid) {
  const auto statm = PosixFiles().Read(absl::StrCat("/proc/", pid, "/statm"));
  if (!statm.ok()) return 0;
  const std::vector<std::string> words = absl::StrSplit(*statm, ' ');
  double pages = 0;
  if (words.size() < 2 || !absl::SimpleAtod(words[1], &pages)) return 0;
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

// Median of the samples from `begin` to `end`, as shares of all of them.
double MedianOf(const std::vector<double>& samples, double begin, double end) {
  const auto at = [&](double share) {
    return samples.begin() + static_cast<ptrdiff_t>(share * static_cast<double>(samples.size()));
  };
  return Median({at(begin), at(end)});
}

// Few bytes and much work, so that ten times too many of them can be sent from one core.
std::vector<v1::Article> CostlyArticles() {
  std::vector<v1::Article> articles;
  for (const v1::Article& sample : TinyArticles()) {
    // A cut in the middle of a character would not be text.
    if (sample.language() != "en") continue;
    v1::Article& article = articles.emplace_back();
    for (int i = 0; i < 40; ++i) {
      article.set_text(absl::StrCat(article.text(), "Subject ", sample.text().substr(0, 40), ". "));
      // Every sentence speaks of every target.
      v1::Target* target = article.add_targets();
      target->set_name(absl::StrCat("Target", i));
      target->add_aliases("Subject");
    }
  }
  return articles;
}

class SoakTest : public ::testing::Test {
 protected:
  SoakTest() {
    WriteTinyModels(folder_.path());
    WriteTinyModel(folder_.path(), "topic", "2");
    book_ = std::make_unique<AnswerBook>(folder_.path(), std::vector<std::string>{"1", "2"});
    StartServer("4096");
  }

  // On a core of its own.
  void StartServer(const std::string& max_pending) {
    BindTo(true);
    server_ = std::make_unique<BackgroundServer>(std::vector<std::string>{
        "--models", folder_.path(), "--workers", "1", "--max-pending-articles", max_pending});
    BindTo(false);
  }

  // The champion changes every second, memory is sampled.
  void ChangeModels(absl::Duration duration) {
    const absl::Time end = absl::Now() + duration;
    for (int i = 1; absl::Now() < end; ++i) {
      EXPECT_EQ(WriteAlias(PosixFiles(), folder_.path(), "topic", "champion", i % 2 ? "2" : "1"),
                absl::OkStatus());
      for (int sample = 0; sample < 4 && absl::Now() < end; ++sample) {
        megabytes_.push_back(ResidentMegabytes(server_->pid()));
        absl::SleepFor(absl::Milliseconds(250));
      }
    }
  }

  // Labelled in a second where as many calls are on their way as keep the server busy: what it can
  // do when it is asked for no more.
  double Capacity(absl::Duration duration) {
    constexpr int kCalls = 4;
    DirectCalls calls(server_->address(), 2);
    const auto target = MakeUnaryTarget(calls, articles_, kBatch, absl::Seconds(10));
    const absl::Time start = absl::Now();
    std::atomic<size_t> next = 0, labelled = 0;
    std::vector<std::thread> callers;
    for (int i = 0; i < kCalls; ++i) {
      callers.emplace_back([&] {
        while (absl::Now() < start + duration) {
          std::promise<size_t> errors;
          target->Send(next++, [&](size_t count) { errors.set_value(count); });
          labelled += kBatch - errors.get_future().get();
        }
      });
    }
    for (std::thread& caller : callers) caller.join();
    return static_cast<double>(labelled) / absl::ToDoubleSeconds(absl::Now() - start);
  }

  OpenLoopResult Load(double articles_per_s, absl::Duration duration) {
    DirectCalls calls(server_->address(), 2);
    const auto target = MakeUnaryTarget(calls, articles_, kBatch, absl::Seconds(10));
    return RunOpenLoop({.batch = kBatch,
                        .articles_per_s = articles_per_s,
                        .duration = duration,
                        .patience = absl::Seconds(12)},
                       *target, std::make_shared<WallTime>());
  }

  const std::vector<v1::Article> articles_ = CostlyArticles();
  TemporaryFolder folder_;
  std::unique_ptr<AnswerBook> book_;
  std::unique_ptr<BackgroundServer> server_;
  std::vector<double> megabytes_;
};

TEST_F(SoakTest, NoWrongAnswerNoGrowthAndGoodputUnderOverload) {
  ASSERT_NE(server_->address(), "");
  ASSERT_GE(book_->bad_articles(), book_->size() / 25) << "about one in twenty must be bad";
  const absl::Duration total = absl::Seconds(TotalSeconds());

  MixedTraffic traffic(server_->address(), *book_);
  traffic.Start();
  ChangeModels(0.7 * total);
  traffic.Stop();
  const double before = MedianOf(megabytes_, 0.3, 0.5), after = MedianOf(megabytes_, 0.8, 1);
  std::printf("mixture: %zu articles answered, %zu calls aborted; %.1f MB, then %.1f MB\n",
              traffic.answered(), traffic.aborted(), before, after);
  EXPECT_THAT(traffic.findings(), IsEmpty());
  EXPECT_THAT(traffic.models(), IsSupersetOf({"topic@1", "topic@2"}));
  EXPECT_LT(after, 1.1 * before + 4) << "memory grew after warm-up";

  // With a queue of a second or less: what waits when the load ends was accepted, but counts as not
  // labelled.
  EXPECT_EQ(server_->Stop(SIGTERM).exit_code, 0);
  StartServer("512");
  Capacity(absl::Seconds(1));  // Warms up.
  const double capacity = Capacity(0.1 * total);
  const OpenLoopResult over = Load(kOverload * capacity, 0.2 * total);
  std::printf("capacity %.0f articles/s; offered %.0f: %.0f labelled (%.0f%%), %zu refused\n",
              capacity, over.offered_per_s, over.articles_per_s,
              100 * over.articles_per_s / capacity, over.errors);
  EXPECT_GT(over.errors, 0u) << "that was no overload";
  EXPECT_GE(over.articles_per_s, kNeededGoodput * capacity);

  EXPECT_EQ(RunTasnif({"health", "--server", server_->address()}).exit_code, 0);
  std::printf("%.1f MB at the end\n", ResidentMegabytes(server_->pid()));
  EXPECT_EQ(server_->Stop(SIGTERM).exit_code, 0);
}

}  // namespace
}  // namespace tasnif
