// The smaller parts of the stack: limit, filter, splitter, ids, balancer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "client/article_check.h"
#include "client/article_filter.h"
#include "client/balancer.h"
#include "client/in_flight_limit.h"
#include "client/splitter.h"
#include "client/unique_ids.h"
#include "tests/client/fakes.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Far enough never to pass, since nothing moves the clock.
absl::Time Later(const FakeTime& time) { return time.Now() + absl::Hours(1); }

struct Fixture {
  FakeTime time;
  StatisticsCounters counters;
  std::vector<FakeServer::Held> calls;
  std::vector<std::string> answers;

  std::unique_ptr<Transport> Server() { return std::make_unique<FakeServer>(&calls); }
  Transport::Done Keep() {
    return [this](Reply reply) { answers = Describe(reply); };
  }
  FakeServer::Held Take(size_t at = 0) {
    FakeServer::Held held = std::move(calls[at]);
    calls.erase(calls.begin() + static_cast<std::ptrdiff_t>(at));
    return held;
  }
};

TEST(InFlightLimit, RefusesWhatIsOverUnlessNothingIsOnItsWay) {
  Fixture f;
  InFlightLimit limit({.max_articles = 2, .max_bytes = 1000}, f.time.clock(), f.counters,
                      f.Server());
  limit.Send(BatchOf({"a", "b", "c"}, Later(f.time)), f.Keep());  // Larger than the limit itself.
  EXPECT_THAT(f.calls, SizeIs(1));
  limit.Send(BatchOf({"d"}, Later(f.time)), f.Keep());
  EXPECT_THAT(f.answers, ElementsAre("RESOURCE_EXHAUSTED"));
  EXPECT_EQ(f.counters.Snapshot().overflows, 1u);
  AnswerWithEcho(f.Take());
  limit.Send(BatchOf({std::string(600, 'x')}, Later(f.time)), f.Keep());
  limit.Send(BatchOf({std::string(600, 'y')}, Later(f.time)), f.Keep());  // Bytes count as well.
  EXPECT_THAT(f.answers, ElementsAre("RESOURCE_EXHAUSTED"));
  AnswerWithEcho(f.Take());
}

TEST(InFlightLimit, WaitsForRoomAndCancelEndsTheWait) {
  for (const bool is_cancelled : {false, true}) {
    Fixture f;
    InFlightLimit limit({.max_articles = 1}, f.time.clock(), f.counters, f.Server());
    limit.Send(BatchOf({"a"}, Later(f.time)), [](Reply) {});
    std::string answer;
    std::thread waiter([&] {
      Batch batch = BatchOf({"b"}, Later(f.time));
      batch.waits_for_room = true;
      limit.Send(std::move(batch), [&](Reply reply) { answer = Describe(reply).at(0); });
    });
    if (is_cancelled) {
      limit.Cancel();
      waiter.join();
      EXPECT_EQ(answer, "CANCELLED");
    } else {
      AnswerWithEcho(f.Take());
      waiter.join();
      AnswerWithEcho(f.Take());
      EXPECT_EQ(answer, "ok b");
    }
  }
}

TEST(InFlightLimit, WaitEndsAtTheDeadline) {
  Fixture f;
  InFlightLimit limit({.max_articles = 1}, f.time.clock(), f.counters, f.Server());
  limit.Send(BatchOf({"a"}, Later(f.time)), [](Reply) {});
  Batch batch = BatchOf({"b"}, f.time.Now());  // It has come already.
  batch.waits_for_room = true;
  limit.Send(std::move(batch), f.Keep());
  EXPECT_THAT(f.answers, ElementsAre("DEADLINE_EXCEEDED"));
  AnswerWithEcho(f.Take());
}

TEST(ArticleFilter, BadArticlesDoNotTravel) {
  Fixture f;
  ArticleFilter filter(f.Server());
  filter.Send(BatchOf({"a", "\xff", "c"}, Later(f.time)), f.Keep());
  ASSERT_THAT(f.calls, SizeIs(1));
  EXPECT_THAT(TextsOf(f.calls[0].batch), ElementsAre("a", "c"));
  AnswerWithEcho(f.Take());
  EXPECT_THAT(f.answers, ElementsAre("ok a", "error 3", "ok c"));
  filter.Send(BatchOf({"\xff"}, Later(f.time)), f.Keep());
  EXPECT_THAT(f.calls, IsEmpty());
  EXPECT_THAT(f.answers, ElementsAre("error 3"));
}

TEST(ArticleFilter, BadOptionsFailTheBatch) {
  Fixture f;
  ArticleFilter filter(f.Server());
  Batch batch = BatchOf({"a"}, Later(f.time));
  batch.request.mutable_options()->add_heads("\xff");
  filter.Send(std::move(batch), f.Keep());
  EXPECT_THAT(f.answers, ElementsAre("INVALID_ARGUMENT"));
}

// A field that is added to the contract must be checked too.
TEST(ArticleCheck, LooksAtEveryString) {
  const auto* descriptor = v1::Article::descriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    if (field->type() != google::protobuf::FieldDescriptor::TYPE_STRING) continue;
    v1::Article article;
    article.GetReflection()->SetString(&article, field, "caf\xe9");
    const absl::Status status = CheckArticle(article);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << field->name();
    EXPECT_THAT(std::string(status.message()), HasSubstr(field->name()));
  }
  v1::Article article;
  (*article.mutable_metadata())["k"] = "\xe9";
  EXPECT_EQ(CheckArticle(article).code(), absl::StatusCode::kInvalidArgument);
  article.clear_metadata();
  article.add_targets()->add_aliases("\xe9");
  EXPECT_EQ(CheckArticle(article).code(), absl::StatusCode::kInvalidArgument);
  article.Clear();
  article.set_content("\xe9");  // Any bytes are fine here.
  article.set_text("تصنيف");
  EXPECT_EQ(CheckArticle(article), absl::OkStatus());
}

TEST(Splitter, PutsThePiecesTogetherInOrder) {
  Fixture f;
  Splitter splitter({.max_articles = 2, .max_bytes = 200}, f.Server());
  splitter.Send(BatchOf({"a", "b", std::string(500, 'x'), "d", "e", "f"}, Later(f.time)), f.Keep());
  ASSERT_THAT(f.calls, SizeIs(3));
  AnswerWithEcho(f.Take(2));
  Fail(f.Take(0), absl::UnavailableError("away"));
  EXPECT_THAT(f.answers, IsEmpty());
  AnswerWithEcho(f.Take());
  EXPECT_THAT(f.answers,
              ElementsAre("UNAVAILABLE", "UNAVAILABLE", "error 3", "ok d", "ok e", "ok f"));
}

TEST(Splitter, HalvesWhatTheServerFindsTooLarge) {
  Fixture f;
  Splitter splitter({.max_articles = 100, .max_bytes = 10000}, f.Server());
  splitter.Send(BatchOf({"a", "b", "c"}, Later(f.time)), f.Keep());
  Fail(f.Take(), absl::ResourceExhaustedError("message larger than the limit"));
  ASSERT_THAT(f.calls, SizeIs(2));
  EXPECT_THAT(TextsOf(f.calls[0].batch), ElementsAre("a"));
  EXPECT_THAT(TextsOf(f.calls[1].batch), ElementsAre("b", "c"));
  Fail(f.Take(), absl::ResourceExhaustedError("even this one"));
  AnswerWithEcho(f.Take());
  EXPECT_THAT(f.answers, ElementsAre("RESOURCE_EXHAUSTED", "ok b", "ok c"));
}

TEST(Splitter, OverloadIsNoReasonToHalve) {
  Fixture f;
  Splitter splitter({.max_articles = 100, .max_bytes = 10000}, f.Server());
  splitter.Send(BatchOf({"a", "b"}, Later(f.time)), f.Keep());
  Fail(f.Take(), absl::ResourceExhaustedError("busy"), absl::Seconds(1));
  EXPECT_THAT(f.calls, IsEmpty());
  EXPECT_THAT(f.answers, ElementsAre("RESOURCE_EXHAUSTED", "RESOURCE_EXHAUSTED"));
}

TEST(UniqueIds, RepeatedIdsStayAtHomeAndComeBack) {
  Fixture f;
  UniqueIds ids(f.Server());
  Batch batch = BatchOf({"1", "2", "3", "4"}, Later(f.time));
  for (const int i : {0, 1, 3}) batch.request.mutable_articles(i)->set_id(i == 3 ? "b" : "a");
  std::vector<std::string> results, articles;
  ids.Send(std::move(batch), [&](Reply reply) {
    for (const TransportOutcome& outcome : reply.outcomes) results.push_back(outcome.result->id());
    for (const auto& article : reply.batch.request.articles()) articles.push_back(article.id());
  });
  std::vector<std::string> sent;
  for (const auto& article : f.calls[0].batch.request.articles()) sent.push_back(article.id());
  EXPECT_THAT(sent, ElementsAre("a", "", "", "b"));
  AnswerWithEcho(f.Take());
  EXPECT_THAT(results, ElementsAre("a", "a", "", "b"));
  EXPECT_THAT(articles, ElementsAre("a", "a", "", "b"));
}

TEST(PickEndpoint, PrefersOpenThenIdleThenLeastLoadedThenTurns) {
  const absl::Time soon = absl::UnixEpoch(), later = soon + absl::Seconds(1);
  struct Row {
    std::vector<EndpointView> views;
    size_t turn;
    size_t expected;
    const char* why;
  };
  const Row kRows[] = {
      {{{}, {}, {}}, 1, 1, "equal ones take turns"},
      {{{}, {}, {}}, 5, 2, "round and round"},
      {{{.articles = 3}, {.articles = 1}, {.articles = 2}}, 0, 1, "the least loaded"},
      {{{.is_open = false}, {.articles = 900}}, 0, 1, "a closed one is no choice"},
      {{{.is_busy = true}, {.articles = 900}}, 0, 1, "a busy one only if all are"},
      {{{.is_busy = true}, {.is_open = false}}, 1, 0, "but before a closed one"},
      {{{.is_open = false, .pause_end = later}, {.is_open = false, .pause_end = soon}},
       0,
       1,
       "all closed: the one that opens first"},
      {{{}}, 7, 0, "one server"},
  };
  for (const Row& row : kRows)
    EXPECT_EQ(PickEndpoint(row.views, row.turn), row.expected) << row.why;
}

TEST(EndpointHealth, PausesDoubleAndOneCallTries) {
  const absl::Time start = absl::UnixEpoch();
  EndpointHealth health({.initial_pause = absl::Seconds(1), .max_pause = absl::Seconds(3)});
  health.OnStart();
  EXPECT_TRUE(health.IsOpen(start));  // While it is well any number of calls may follow.
  health.OnFailure(start, 1.0);
  EXPECT_EQ(health.pause_end(), start + absl::Seconds(1));
  EXPECT_FALSE(health.IsOpen(start + absl::Milliseconds(999)));
  EXPECT_TRUE(health.IsOpen(start + absl::Seconds(1)));
  health.OnStart();
  EXPECT_FALSE(health.IsOpen(start + absl::Seconds(1)));  // One call tries it; the others wait.
  health.OnFailure(start, 1.0);
  EXPECT_EQ(health.pause_end(), start + absl::Seconds(2));
  health.OnFailure(start, 1.0);
  EXPECT_EQ(health.pause_end(), start + absl::Seconds(3));
  health.OnStart();
  health.OnUnclear();
  EXPECT_TRUE(health.IsOpen(start + absl::Seconds(3)));
  health.OnSuccess();
  EXPECT_TRUE(health.IsOpen(start));
}

class BalancerTest : public ::testing::Test {
 protected:
  BalancerTest() : calls_(2) {
    std::vector<std::unique_ptr<Transport>> servers;
    for (auto& calls : calls_) servers.push_back(std::make_unique<FakeServer>(&calls));
    balancer_ = std::make_unique<Balancer>(
        EndpointHealthOptions{.initial_pause = absl::Seconds(1)}, time_.clock(), [] { return 1.0; },
        std::move(servers));
  }
  void Send(size_t count = 1) {
    balancer_->Send(BatchOf(std::vector<std::string>(count, "x"), Later(time_)), [](Reply) {});
  }
  FakeServer::Held Take(size_t server) {
    FakeServer::Held held = std::move(calls_[server].front());
    calls_[server].erase(calls_[server].begin());
    return held;
  }

  FakeTime time_;
  std::vector<std::vector<FakeServer::Held>> calls_;
  std::unique_ptr<Balancer> balancer_;
};

TEST_F(BalancerTest, WorkGoesWhereThereIsLessOfIt) {
  Send(10);
  Send();
  Send();
  Send();
  EXPECT_THAT(calls_[0], SizeIs(1));
  EXPECT_THAT(calls_[1], SizeIs(3));
}

TEST_F(BalancerTest, ServerThatIsAwayIsLeftAloneAndTriedLater) {
  Send();
  Fail(Take(0), absl::UnavailableError("away"));
  for (int i = 0; i < 4; ++i) Send();
  EXPECT_THAT(calls_[0], IsEmpty());
  EXPECT_THAT(calls_[1], SizeIs(4));
  time_.Advance(absl::Seconds(1));
  Send();
  Send();
  EXPECT_THAT(calls_[0], SizeIs(1));  // One call tries it.
  AnswerWithEcho(Take(0));
  Send();
  Send();
  EXPECT_THAT(calls_[0], SizeIs(2));
}

TEST_F(BalancerTest, PushBackSendsOthersElsewhere) {
  Send();
  Fail(Take(0), absl::ResourceExhaustedError("full"), absl::Seconds(2));
  Send();
  Send();
  EXPECT_THAT(calls_[0], IsEmpty());
  time_.Advance(absl::Seconds(2));
  Send();
  EXPECT_THAT(calls_[0], SizeIs(1));
}

}  // namespace
}  // namespace tasnif
