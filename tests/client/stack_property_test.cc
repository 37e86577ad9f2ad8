// The whole stack under random schedules: calls fail, split, time out, are pushed back and come
// back in any order. No threads and no real time: a seed gives the same run for ever. TASNIF_SEED=N
// runs that one alone; TASNIF_SEEDS=N so many.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "client/call_cut.h"
#include "client/stack.h"
#include "tests/client/fakes.h"

namespace tasnif {
namespace {

constexpr size_t kMaxBatch = 15;

// What is known of one article.
struct Record {
  std::string id;
  uint32_t top_k = 0;
  bool is_utf8 = true;
  absl::Time submitted;
  absl::Time deadline;
  absl::Time not_before = absl::InfinitePast();  // Push-back of its last call.
  int sent = 0;
  bool is_settled = false;  // A server gave a result that stands.
  bool was_too_large = false;
  std::string last;  // What the last server said of it.
  int answers = 0;
};

class World {
 public:
  explicit World(uint64_t seed) : random_(seed), seed_(seed) {
    ChooseOptions();
    std::vector<std::unique_ptr<Transport>> servers;
    held_.resize(1 + Draw(3));
    for (auto& held : held_) {
      auto server = std::make_unique<FakeServer>(&held);
      server->on_send = [this](const Batch& batch) { OnSend(batch); };
      servers.push_back(std::move(server));
    }
    stack_ = MakeStack(options_,
                       {.clock = time_.clock(),
                        .timer = time_,
                        .random = [this] { return Draw(1000) / 1000.0; },
                        .counters = counters_,
                        .id_prefix = "p"},
                       std::move(servers));
  }

  void Run() {
    const int steps = 50 + Draw(250);
    for (int i = 0; i < steps && !::testing::Test::HasFailure(); ++i) Step();
    if (Draw(3) == 0) {
      is_cancelled_ = true;
      stack_->Cancel();
      Submit();  // Refused by now.
    }
    Finish();
    CheckEnd();
  }

 private:
  // Evenly from 0 to below - 1.
  size_t Draw(size_t below) { return random_() % below; }
  bool Chance(size_t percent) { return Draw(100) < percent; }

  void ChooseOptions() {
    options_.coalesce.max_articles = 1 + Draw(20);
    options_.coalesce.max_bytes = 50 + Draw(2000);
    options_.coalesce.max_delay = absl::Milliseconds(Draw(6));
    options_.coalesce.eager_calls = Draw(4);
    options_.max_articles_per_call = 1 + Draw(12);
    options_.max_message_bytes = 150 + Draw(2000);
    options_.in_flight.max_articles = 1 + Draw(60);
    options_.in_flight.max_bytes = 500 + Draw(20000);
    options_.retry.max_attempts = 1 + Draw(5);
    options_.retry.budget.max_tokens = Chance(50) ? 1000 : Draw(5);
  }

  void Step() {
    const size_t kind = Draw(10);
    if (kind < 4) return Submit();
    if (kind < 8) return AnswerOne();
    if (kind < 9) return time_.Advance(absl::Microseconds(Draw(8000)));
    if (Chance(20)) stack_->Flush();
    if (Chance(10)) time_.Advance(absl::Milliseconds(Draw(3000)));
  }

  void Submit() {
    const size_t count = Chance(70) ? 1 : 1 + Draw(kMaxBatch);
    const uint32_t top_k = static_cast<uint32_t>(Draw(2));
    Batch batch;
    batch.request.mutable_options()->set_top_k(top_k);
    const size_t first = records_.size();
    const absl::Time deadline = time_.Now() + absl::Milliseconds(1 + Draw(Chance(50) ? 20 : 3000));
    for (size_t i = 0; i < count; ++i) {
      v1::Article* article = batch.request.add_articles();
      Record record = {.top_k = top_k, .submitted = time_.Now(), .deadline = deadline};
      record.id = Chance(30) ? "same" : Chance(50) ? absl::StrCat("id", records_.size()) : "";
      record.is_utf8 = !Chance(3);
      article->set_id(record.id);
      article->set_text(absl::StrCat(records_.size(), record.is_utf8 ? " " : "\xff",
                                     std::string(Draw(Chance(5) ? 3000 : 60), 'x')));
      records_.push_back(record);
      batch.deadlines.push_back(deadline);
    }
    stack_->Send(std::move(batch), [this, first, count](Reply reply) {
      ASSERT_EQ(reply.outcomes.size(), count);
      for (size_t i = 0; i < count; ++i) OnOutcome(first + i, reply.outcomes[i]);
      // Callers send in turn.
      if (!is_ending_ && Chance(20)) Submit();
    });
  }

  static size_t NumberOf(const v1::Article& article) {
    size_t number = 0;
    EXPECT_TRUE(absl::SimpleAtoi(article.text().substr(0, article.text().find(' ')), &number));
    return number;
  }

  // Every call that reaches a server.
  void OnSend(const Batch& batch) {
    EXPECT_FALSE(batch.request_id.empty());
    EXPECT_TRUE(request_ids_.insert(batch.request_id).second) << batch.request_id;
    ASSERT_EQ(batch.size(), static_cast<size_t>(batch.request.articles_size()));
    EXPECT_LE(batch.size(), options_.max_articles_per_call);
    EXPECT_LE(batch.request.ByteSizeLong(), options_.max_message_bytes);
    CheckMemory();
    std::set<std::string> ids;
    for (const v1::Article& article : batch.request.articles()) {
      EXPECT_TRUE(article.id().empty() || ids.insert(article.id()).second) << article.id();
      Record& record = records_[NumberOf(article)];
      EXPECT_EQ(record.top_k, batch.request.options().top_k()) << "options crossed";
      EXPECT_TRUE(record.is_utf8) << "would fail the whole call";
      EXPECT_FALSE(record.is_settled) << "sent again after its result";
      EXPECT_EQ(record.answers, 0) << "sent after its answer";
      EXPECT_GE(time_.Now(), record.not_before) << "came back too early";
      if (record.sent++ == 0) {
        EXPECT_LE(time_.Now(), record.submitted + options_.coalesce.max_delay) << "waited too long";
      } else {
        // Halves of what was too large follow at once, without a look at the time.
        EXPECT_TRUE(record.was_too_large || time_.Now() < record.deadline)
            << "tried after its deadline";
      }
      EXPECT_LE(static_cast<size_t>(record.sent),
                options_.retry.max_attempts * (1 + options_.max_articles_per_call));
    }
  }

  // What is on its way is within the limit, or one batch that is larger by itself.
  void CheckMemory() const {
    const auto on_their_way =
        std::count_if(records_.begin(), records_.end(),
                      [](const Record& record) { return record.sent > 0 && record.answers == 0; });
    EXPECT_LE(static_cast<size_t>(on_their_way),
              std::max(options_.in_flight.max_articles, kMaxBatch));
  }

  void AnswerOne() {
    std::vector<size_t> busy;
    for (size_t i = 0; i < held_.size(); ++i) {
      if (!held_[i].empty()) busy.push_back(i);
    }
    if (busy.empty()) return;
    auto& calls = held_[busy[Draw(busy.size())]];
    const auto at = calls.begin() + static_cast<std::ptrdiff_t>(Draw(calls.size()));
    FakeServer::Held held = std::move(*at);
    calls.erase(at);
    if (Chance(is_ending_ ? 100 : 50)) return Settle(std::move(held), nullptr);
    FailSomehow(std::move(held));
  }

  void FailSomehow(FakeServer::Held held) {
    struct Kind {
      absl::StatusCode code;
      std::optional<absl::Duration> retry_after;
    };
    const Kind kinds[] = {{absl::StatusCode::kUnavailable, {}},
                          {absl::StatusCode::kResourceExhausted, {}},
                          {absl::StatusCode::kResourceExhausted, absl::Milliseconds(Draw(100))},
                          {absl::StatusCode::kUnavailable, absl::Milliseconds(-1)},
                          {absl::StatusCode::kInternal, {}},
                          {absl::StatusCode::kNotFound, {}},
                          {absl::StatusCode::kDeadlineExceeded, {}}};
    const size_t kind = Draw(std::size(kinds) + 2);
    if (kind >= std::size(kinds)) {
      const auto code =
          kind == std::size(kinds) ? v1::ERROR_CODE_UNAVAILABLE : v1::ERROR_CODE_INVALID_ARGUMENT;
      return Settle(std::move(held), &code);
    }
    for (const v1::Article& article : held.batch.request.articles()) {
      Record& record = records_[NumberOf(article)];
      record.last = absl::StatusCodeToString(kinds[kind].code);
      record.was_too_large =
          kinds[kind].code == absl::StatusCode::kResourceExhausted && !kinds[kind].retry_after;
      if (kinds[kind].retry_after) record.not_before = time_.Now() + *kinds[kind].retry_after;
    }
    Fail(std::move(held), absl::Status(kinds[kind].code, "as told"), kinds[kind].retry_after);
  }

  // A result for every article; for some of them `error`, where given.
  void Settle(FakeServer::Held held, const v1::ErrorCode* error) {
    std::vector<TransportOutcome> outcomes;
    for (const v1::Article& article : held.batch.request.articles()) {
      Record& record = records_[NumberOf(article)];
      const bool fails = error != nullptr && Chance(40);
      outcomes.push_back(fails ? ArticleErrorOf(*error) : EchoOf(article));
      outcomes.back().result->set_id(article.id());
      record.last = fails ? absl::StrCat("error ", *error) : "ok";
      record.is_settled = !fails || *error != v1::ERROR_CODE_UNAVAILABLE;
    }
    std::move(held.done)(Reply{std::move(held.batch), std::move(outcomes)});
  }

  void OnOutcome(size_t number, const TransportOutcome& outcome) {
    Record& record = records_[number];
    EXPECT_EQ(++record.answers, 1) << "answered twice";
    if (!outcome.result.ok()) return CheckFailure(record, outcome.result.status().code());
    if (outcome.result->has_error()) return CheckError(record, *outcome.result);
    EXPECT_EQ(outcome.result->id(), record.id);
    EXPECT_EQ(record.last, "ok");
    const std::string& text = outcome.result->prediction().language();
    EXPECT_EQ(text.substr(0, text.find(' ')), absl::StrCat(number)) << "results crossed";
  }

  void CheckFailure(const Record& record, absl::StatusCode code) const {
    if (code == absl::StatusCode::kCancelled) {
      EXPECT_TRUE(is_cancelled_ || record.last.empty());
      return;
    }
    if (record.sent == 0) {  // Refused for want of room.
      EXPECT_EQ(code, absl::StatusCode::kResourceExhausted);
      return;
    }
    EXPECT_EQ(record.last, absl::StatusCodeToString(code));
  }

  static void CheckError(const Record& record, const v1::ArticleResult& result) {
    if (record.sent == 0) {  // Answered here: not UTF-8, or too large.
      EXPECT_EQ(result.error().code(), v1::ERROR_CODE_INVALID_ARGUMENT);
      return;
    }
    EXPECT_EQ(record.last, absl::StrCat("error ", result.error().code()));
  }

  // Lets everything come to its end: what is held is answered well.
  void Finish() {
    is_ending_ = true;
    stack_->Flush();
    for (int i = 0; i < 10000 && IsBusy(); ++i) {
      AnswerOne();
      time_.Advance(absl::Milliseconds(20));
    }
  }

  bool IsBusy() const {
    return std::any_of(records_.begin(), records_.end(),
                       [](const Record& record) { return record.answers == 0; });
  }

  void CheckEnd() {
    for (size_t i = 0; i < records_.size(); ++i) {
      EXPECT_EQ(records_[i].answers, 1) << "article " << i << " of " << records_.size();
    }
    if (!::testing::Test::HasFailure()) stack_->WaitUntilIdle();
  }

  std::mt19937_64 random_;
  const uint64_t seed_;
  ClientOptions options_;
  FakeTime time_;
  StatisticsCounters counters_;
  std::vector<std::vector<FakeServer::Held>> held_;
  std::vector<Record> records_;
  std::set<std::string> request_ids_;
  bool is_ending_ = false;
  bool is_cancelled_ = false;
  std::unique_ptr<InFlightLimit> stack_;
};

uint64_t FromEnvironment(const char* name, uint64_t fallback) {
  const char* text = std::getenv(name);
  uint64_t number = 0;
  return text != nullptr && absl::SimpleAtoi(text, &number) ? number : fallback;
}

TEST(StackProperty, EveryArticleIsAnsweredOnceWhateverHappens) {
  const uint64_t first = FromEnvironment("TASNIF_SEED", 0);
  const uint64_t count =
      std::getenv("TASNIF_SEED") != nullptr ? 1 : FromEnvironment("TASNIF_SEEDS", 4000);
  for (uint64_t seed = first; seed < first + count; ++seed) {
    {
      SCOPED_TRACE(absl::StrCat("TASNIF_SEED=", seed));
      // A world that failed may still be waiting for something: it is left alone.
      auto* world = new World(seed);
      world->Run();
      if (!HasFailure()) delete world;
    }
    ASSERT_FALSE(HasFailure()) << "with TASNIF_SEED=" << seed;
  }
}

}  // namespace
}  // namespace tasnif
