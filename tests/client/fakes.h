// tests/client/fakes.h
//
// Time that is moved by hand, and a server that keeps what it is sent until the test answers.
#ifndef TASNIF_TESTS_CLIENT_FAKES_H_
#define TASNIF_TESTS_CLIENT_FAKES_H_

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "client/timer.h"
#include "client/transport.h"

namespace tasnif {

// A clock and the timer that belongs to it.
class FakeTime : public Timer {
 public:
  const Clock& clock() const { return clock_; }
  absl::Time Now() const { return clock_.Now(); }

  void RunAt(absl::Time when, Task task) override {
    MutexLock lock(mu_);
    tasks_.emplace(when, std::move(task));
  }

  // Runs what falls due meanwhile, each task at its own time.
  void Advance(absl::Duration by) {
    const absl::Time end = Now() + by;
    while (Task task = TakeDue(end)) std::move(task)();
    clock_.Advance(end - Now());
  }

  size_t waiting() const {
    MutexLock lock(mu_);
    return tasks_.size();
  }

 private:
  Task TakeDue(absl::Time end) {
    MutexLock lock(mu_);
    if (tasks_.empty() || tasks_.begin()->first > end) return nullptr;
    if (tasks_.begin()->first > Now()) clock_.Advance(tasks_.begin()->first - Now());
    Task task = std::move(tasks_.begin()->second);
    tasks_.erase(tasks_.begin());
    return task;
  }

  FakeClock clock_;
  mutable Mutex mu_;
  std::multimap<absl::Time, Task> tasks_ ABSL_GUARDED_BY(mu_);
};

// Calls wait in `calls` until the test takes them. Not thread-safe.
class FakeServer : public Transport {
 public:
  struct Held {
    Batch batch;
    Done done;
  };

  explicit FakeServer(std::vector<Held>* calls) : calls_(calls) {}

  void Send(Batch batch, Done done) override {
    if (on_send) on_send(batch);
    if (is_cancelled_) {
      return std::move(done)(FailAll(std::move(batch), absl::CancelledError("cancelled")));
    }
    calls_->push_back({std::move(batch), std::move(done)});
  }
  void Flush() override {}
  void Cancel() override {
    is_cancelled_ = true;
    for (Held& held : std::exchange(*calls_, {})) {
      std::move(held.done)(FailAll(std::move(held.batch), absl::CancelledError("cancelled")));
    }
  }

  std::function<void(const Batch&)> on_send;

 private:
  std::vector<Held>* calls_;
  bool is_cancelled_ = false;
};

inline Batch BatchOf(const std::vector<std::string>& texts, absl::Time deadline) {
  Batch batch;
  for (const std::string& text : texts) {
    batch.request.add_articles()->set_text(text);
    batch.deadlines.push_back(deadline);
  }
  return batch;
}

inline std::vector<std::string> TextsOf(const Batch& batch) {
  std::vector<std::string> texts;
  for (const v1::Article& article : batch.request.articles()) texts.push_back(article.text());
  return texts;
}

// A prediction whose language is the text of the article.
inline TransportOutcome EchoOf(const v1::Article& article) {
  v1::ArticleResult result;
  result.set_id(article.id());
  result.mutable_prediction()->set_language(article.text());
  return {std::move(result), std::nullopt};
}

inline TransportOutcome ArticleErrorOf(v1::ErrorCode code) {
  v1::ArticleResult result;
  result.mutable_error()->set_code(code);
  return {std::move(result), std::nullopt};
}

inline void AnswerWithEcho(FakeServer::Held held) {
  std::vector<TransportOutcome> outcomes;
  for (const v1::Article& article : held.batch.request.articles()) {
    outcomes.push_back(EchoOf(article));
  }
  std::move(held.done)(Reply{std::move(held.batch), std::move(outcomes)});
}

inline void Fail(FakeServer::Held held, const absl::Status& status,
                 std::optional<absl::Duration> retry_after = std::nullopt) {
  std::move(held.done)(FailAll(std::move(held.batch), status, retry_after));
}

// One line for each outcome: "ok TEXT", "error CODE" or the name of the status.
inline std::vector<std::string> Describe(const Reply& reply) {
  std::vector<std::string> lines;
  for (const TransportOutcome& outcome : reply.outcomes) {
    if (!outcome.result.ok()) {
      lines.push_back(absl::StatusCodeToString(outcome.result.status().code()));
    } else if (outcome.result->has_error()) {
      lines.push_back(absl::StrCat("error ", outcome.result->error().code()));
    } else {
      lines.push_back(absl::StrCat("ok ", outcome.result->prediction().language()));
    }
  }
  return lines;
}

}  // namespace tasnif

#endif  // TASNIF_TESTS_CLIENT_FAKES_H_
