// tests/e2e/steady_callers.h
//
// Callers that never pause while something is done to the server, and that fail the test where a
// call fails or another topic model answers than version 1 or 2.
//
//   SteadyCallers callers(server.address());
//   …
//   callers.Stop();
//   EXPECT_GT(callers.answers("topic@2"), 0);
#ifndef TASNIF_TESTS_E2E_STEADY_CALLERS_H_
#define TASNIF_TESTS_E2E_STEADY_CALLERS_H_

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "client/client.h"
#include "tests/testing/tiny_models.h"

namespace tasnif {

class SteadyCallers {
 public:
  explicit SteadyCallers(const std::string& address) {
    for (int i = 0; i < 2; ++i) threads_.emplace_back([this, address] { Call(address); });
  }
  ~SteadyCallers() { Stop(); }

  // Waits for the calls under way.
  void Stop() {
    is_over_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }
  int answers(const std::string& model) const { return answers_[model == "topic@2"]; }

 private:
  void Call(const std::string& address) {
    const auto client = Client::Connect({.addresses = {address}});
    ASSERT_TRUE(client.ok()) << client.status();
    for (int n = 0; n < 20000 && !is_over_; ++n) {
      const auto results = (*client)->Classify(TinyArticles(), {});
      ASSERT_TRUE(results.ok()) << results.status();
      for (const v1::ArticleResult& result : *results) {
        const std::string& model = result.prediction().topic().model();
        ASSERT_TRUE(model == "topic@1" || model == "topic@2") << result.DebugString();
        ++answers_[model == "topic@2"];
      }
    }
  }

  std::vector<std::thread> threads_;
  std::atomic<bool> is_over_ = false;
  std::atomic<int> answers_[2] = {0, 0};
};

}  // namespace tasnif

#endif  // TASNIF_TESTS_E2E_STEADY_CALLERS_H_
