// client/retry_budget.h
//
// Keeps retries a small part of all calls: when servers are down or overloaded, clients that all
// try again make it worse. Every retry costs one token, every call that succeeds earns a part of
// one. Pure.
//
//   RetryBudget budget({.max_tokens = 100, .tokens_per_success = 0.1});
//   if (budget.TryTake()) Retry();
//
// Threads: not safe; its user locks.
// Source: gRFC A6, "Retry throttling".
#ifndef TASNIF_CLIENT_RETRY_BUDGET_H_
#define TASNIF_CLIENT_RETRY_BUDGET_H_

#include <algorithm>

namespace tasnif {

struct RetryBudgetOptions {
  // At the beginning, and at most. Infinity: retries are never refused.
  double max_tokens = 100;
  // In the long run at most so many retries a successful call.
  double tokens_per_success = 0.2;
};

class RetryBudget {
 public:
  explicit RetryBudget(const RetryBudgetOptions& options)
      : options_(options), tokens_(options.max_tokens) {}

  // false: none left; do not retry.
  bool TryTake() {
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
  }

  void OnSuccess() {
    tokens_ = std::min(options_.max_tokens, tokens_ + options_.tokens_per_success);
  }

 private:
  RetryBudgetOptions options_;
  double tokens_;
};

}  // namespace tasnif

#endif  // TASNIF_CLIENT_RETRY_BUDGET_H_
