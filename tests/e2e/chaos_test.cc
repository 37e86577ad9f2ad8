// Two servers under load, one of which is killed and started again every few seconds: no article is
// lost, none is answered twice. TASNIF_CHAOS_SECONDS=60 makes it long.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/client.h"
#include "tests/e2e/models_fixture.h"
#include "tests/e2e/program.h"

namespace tasnif {
namespace {

using ChaosTest = ModelsFixture;

constexpr size_t kCallers = 64;
constexpr size_t kMaxArticles = 20'000'000;

int Seconds() {
  int seconds = 0;
  const char* text = std::getenv("TASNIF_CHAOS_SECONDS");
  return text != nullptr && absl::SimpleAtoi(text, &seconds) ? seconds : 8;
}

// Callers that send their next article when the last one was answered.
class Load {
 public:
  explicit Load(Client& client) : client_(client), answers_(kMaxArticles) {
    for (const v1::Article& article : TinyArticles()) texts_.push_back(article.text());
  }

  void Start() {
    for (size_t i = 0; i < kCallers; ++i) SendNext();
  }
  void Stop() { is_over_ = true; }

  // After the client is gone.
  void Check() const {
    const size_t sent = std::min(next_.load(), kMaxArticles);
    EXPECT_GT(sent, 1000u);
    size_t lost = 0, repeated = 0;
    for (size_t i = 0; i < sent; ++i) {
      lost += answers_[i] == 0 ? 1 : 0;
      repeated += answers_[i] > 1 ? 1 : 0;
    }
    EXPECT_EQ(lost, 0u) << "of " << sent;
    EXPECT_EQ(repeated, 0u);
    EXPECT_EQ(failed_, 0u);
    EXPECT_EQ(crossed_, 0u);
    std::cout << sent << " articles" << std::endl;
  }

 private:
  void SendNext() {
    const size_t number = next_.fetch_add(1);
    if (is_over_ || number >= kMaxArticles) {
      if (number < kMaxArticles) ++answers_[number];  // Was never sent.
      return;
    }
    v1::Article article;
    article.set_id(absl::StrCat(number));
    article.set_text(texts_[number % texts_.size()]);
    client_.ClassifyAsync(std::move(article), {}, [this, number](ArticleOutcome outcome) {
      ++answers_[number];
      failed_ += outcome.ok() && outcome->has_prediction() ? 0 : 1;
      crossed_ += outcome.ok() && outcome->id() != absl::StrCat(number) ? 1 : 0;
      if (!outcome.ok() && failed_ < 5) ADD_FAILURE() << outcome.status();
      SendNext();
    });
  }

  Client& client_;
  std::vector<std::string> texts_;
  std::vector<std::atomic<uint8_t>> answers_;
  std::atomic<size_t> next_ = 0;
  std::atomic<size_t> failed_ = 0;
  std::atomic<size_t> crossed_ = 0;
  std::atomic<bool> is_over_ = false;
};

TEST_F(ChaosTest, NoArticleIsLostOrAnsweredTwice) {
  const std::vector<std::string> arguments = {"--models", models()};
  const BackgroundServer steady(arguments);
  auto unsteady = std::make_unique<BackgroundServer>(arguments);
  const std::string address = unsteady->address();
  ClientOptions options = {.addresses = {steady.address(), address}};
  options.retry.max_attempts = 1000;
  options.retry.budget.max_tokens = std::numeric_limits<double>::infinity();
  auto client = Client::Connect(options);
  ASSERT_TRUE(client.ok()) << client.status();
  Load load(**client);
  load.Start();
  const int seconds = Seconds();
  const auto pause = std::chrono::milliseconds(seconds > 20 ? 5000 : 1500);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  int kills = 0;
  while (std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(pause);
    unsteady->Signal(SIGKILL);
    unsteady->Wait();
    unsteady = std::make_unique<BackgroundServer>(arguments, address);
    ASSERT_EQ(unsteady->address(), address);
    ++kills;
  }
  load.Stop();
  const ClientStatistics statistics = (*client)->statistics();
  client->reset();
  load.Check();
  EXPECT_GE(kills, 2);
  std::cout << kills << " kills, " << statistics.calls << " calls, " << statistics.retried_articles
            << " articles sent again" << std::endl;
}

}  // namespace
}  // namespace tasnif
