// What the client does besides lists: callbacks, futures, streams, retries, ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "base/steady_clock.h"
#include "client/client.h"
#include "client/grpc_transport.h"
#include "tests/client/client_fixture.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::SizeIs;

using ClientAsyncTest = ClientTest;

// Holds every call until Open().
class Gate {
 public:
  FakeClassifier::Answer Answer() {
    return [this](const v1::ClassifyRequest& request, v1::ClassifyResponse* response) {
      MutexLock lock(mu_);
      ++waiting_;
      changed_.SignalAll();
      while (!is_open_) changed_.Wait(mu_);
      return FakeClassifier::Echo(request, response);
    };
  }
  void WaitForCalls(int count) {
    MutexLock lock(mu_);
    while (waiting_ < count) changed_.Wait(mu_);
  }
  void Open() {
    MutexLock lock(mu_);
    is_open_ = true;
    changed_.SignalAll();
  }

 private:
  Mutex mu_;
  CondVar changed_;
  int waiting_ ABSL_GUARDED_BY(mu_) = 0;
  bool is_open_ ABSL_GUARDED_BY(mu_) = false;
};

TEST_F(ClientAsyncTest, FuturesGetTheirOwnResultsInFewCalls) {
  Gate gate;
  service_.answer = gate.Answer();
  const auto client = Connect([](ClientOptions* o) { o->coalesce.eager_calls = 1; });
  std::vector<std::future<ArticleOutcome>> futures;
  futures.push_back(client->Submit(MakeArticle("same", "first"), {}));
  gate.WaitForCalls(1);
  // The server is busy: these wait for each other, at most as long as the delay.
  for (int i = 0; i < 50; ++i) {
    futures.push_back(client->Submit(MakeArticle("same", std::to_string(i)), {}));
  }
  gate.Open();
  EXPECT_EQ(futures[0].get()->prediction().language(), "first");
  for (int i = 0; i < 50; ++i) {
    const ArticleOutcome outcome = futures[i + 1].get();
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    EXPECT_EQ(outcome->prediction().language(), std::to_string(i));
    EXPECT_EQ(outcome->id(), "same");
  }
  EXPECT_LT(service_.requests().size(), 51u);
}

TEST_F(ClientAsyncTest, OneArticleAndAListByCallback) {
  const auto client = Connect();
  EXPECT_EQ(client->ClassifyOne(MakeArticle("a", "1"), {})->prediction().language(), "1");
  std::promise<std::vector<ArticleOutcome>> list;
  client->ClassifyAsync(
      {MakeArticle("a", "1"), MakeArticle("b", "\xff"), MakeArticle("c", "3")}, {},
      [&](std::vector<ArticleOutcome> outcomes) { list.set_value(std::move(outcomes)); });
  const auto outcomes = list.get_future().get();
  ASSERT_THAT(outcomes, SizeIs(3));
  EXPECT_EQ(outcomes[0]->prediction().language(), "1");
  EXPECT_EQ(outcomes[1]->error().code(), v1::ERROR_CODE_INVALID_ARGUMENT);
  EXPECT_THAT(outcomes[1]->error().message(), HasSubstr("text is not UTF-8"));
  EXPECT_EQ(outcomes[2]->prediction().language(), "3");
}

// gRPC crashes where a thread of its own lets go of a channel last, which the owner of a client
// cannot prevent who goes by the answers.
TEST_F(ClientAsyncTest, AnAnsweredCallHoldsNoChannel) {
  const auto channel = grpc::CreateChannel(address(), grpc::InsecureChannelCredentials());
  const SteadyClock clock;
  const auto transport = MakeGrpcTransport({}, address(), channel, clock);
  const long holders = channel.use_count();
  for (const char* text : {"labelled", "refused"}) {
    service_.Refuse(text == std::string("refused") ? 1 : 0);
    Batch batch;
    *batch.request.add_articles() = MakeArticle("a", text);
    batch.deadlines.assign(1, clock.Now() + absl::Minutes(1));
    std::promise<long> holders_at_answer;
    transport->Send(std::move(batch),
                    [&](Reply) { holders_at_answer.set_value(channel.use_count()); });
    EXPECT_EQ(holders_at_answer.get_future().get(), holders) << text;
  }
}

TEST_F(ClientAsyncTest, RangeComesBackInOrder) {
  const auto client = Connect([](ClientOptions* o) { o->in_flight.max_articles = 20; });
  std::vector<v1::Article> articles;
  for (int i = 0; i < 300; ++i) articles.push_back(MakeArticle("", std::to_string(i)));
  std::vector<std::string> order;
  client->ClassifyRange(articles, {}, [&](ArticleOutcome outcome) {
    order.push_back(outcome.ok() ? outcome->prediction().language() : outcome.status().ToString());
  });
  ASSERT_THAT(order, SizeIs(300));
  for (int i = 0; i < 300; ++i) EXPECT_EQ(order[i], std::to_string(i));
  const ClientStatistics statistics = client->statistics();
  EXPECT_EQ(statistics.articles, 300u);
  EXPECT_EQ(statistics.labelled, 300u);
  EXPECT_EQ(statistics.in_flight, 0u);
  EXPECT_EQ(statistics.calls, service_.requests().size());
}

TEST_F(ClientAsyncTest, PushBackInTheTrailerIsHonoured) {
  service_.Refuse(1);
  const auto client = Connect([](ClientOptions* o) { o->retry.initial_backoff = {}; });
  const absl::Time before = absl::Now();
  const ArticleOutcome outcome = client->ClassifyOne(MakeArticle("a", "1"), {});
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_GE(absl::Now() - before, absl::Milliseconds(30));
  EXPECT_EQ(client->statistics().pushbacks, 1u);
  EXPECT_EQ(client->statistics().retried_articles, 1u);
  EXPECT_THAT(service_.request_ids(),
              ElementsAre(MatchesRegex("[0-9a-f]+-1"), MatchesRegex("[0-9a-f]+-1\\.2")));
}

TEST_F(ClientAsyncTest, FailureNamesTheRequest) {
  service_.answer = [](const v1::ClassifyRequest&, v1::ClassifyResponse*) {
    return grpc::Status(grpc::StatusCode::NOT_FOUND, "no head 'topci'");
  };
  const auto client = Connect();
  const ArticleOutcome outcome = client->ClassifyOne(MakeArticle("a", "1"), {});
  EXPECT_EQ(outcome.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(outcome.status().message()),
              HasSubstr("[request " + service_.request_ids().at(0) + "]"));
  EXPECT_EQ(client->statistics().failed, 1u);
}

TEST_F(ClientAsyncTest, FailFastRefusesAtOnce) {
  Gate gate;
  service_.answer = gate.Answer();
  const auto client = Connect([](ClientOptions* o) {
    o->in_flight.max_articles = 1;
    o->fails_fast = true;
  });
  std::future<ArticleOutcome> first = client->Submit(MakeArticle("a", "1"), {});
  EXPECT_EQ(client->Submit(MakeArticle("b", "2"), {}).get().status().code(),
            absl::StatusCode::kResourceExhausted);
  gate.Open();
  EXPECT_TRUE(first.get().ok());
  EXPECT_EQ(client->statistics().overflows, 1u);
}

TEST_F(ClientAsyncTest, EndWaitsForEveryAnswer) {
  std::atomic<int> labelled = 0;
  {
    const auto client = Connect([](ClientOptions* o) {
      o->coalesce.max_delay = absl::Hours(1);
      o->coalesce.eager_calls = 0;
    });
    for (int i = 0; i < 10; ++i) {
      client->ClassifyAsync(MakeArticle("", "x"), {},
                            [&](ArticleOutcome outcome) { labelled += outcome.ok() ? 1 : 0; });
    }
    EXPECT_EQ(labelled, 0);
  }
  EXPECT_EQ(labelled, 10);
}

TEST_F(ClientAsyncTest, CancelEndsCallsUnderWay) {
  Gate gate;
  service_.answer = gate.Answer();
  const auto client = Connect();
  std::future<ArticleOutcome> outcome = client->Submit(MakeArticle("a", "1"), {});
  gate.WaitForCalls(1);
  client->Cancel();
  EXPECT_EQ(outcome.get().status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(client->ClassifyOne(MakeArticle("a", "1"), {}).status().code(),
            absl::StatusCode::kCancelled);
  gate.Open();
}

TEST_F(ClientAsyncTest, ServerThatIsAwayDoesNotMatterWhileAnotherAnswers) {
  // Nobody listens at the second address: the port is taken, and given back at once.
  int free_port = 0;
  {
    grpc::ServerBuilder builder;
    FakeClassifier service;
    builder.RegisterService(&service);
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &free_port);
    builder.BuildAndStart()->Shutdown();
  }
  const auto client = Connect([&](ClientOptions* o) {
    o->addresses.insert(o->addresses.begin(), absl::StrCat("127.0.0.1:", free_port));
    o->retry.initial_backoff = absl::Milliseconds(1);
  });
  const std::vector<v1::Article> articles(20, MakeArticle("", "x"));
  const auto results = client->Classify(articles, {});
  ASSERT_TRUE(results.ok()) << results.status();
  EXPECT_THAT(*results, SizeIs(20));
}

}  // namespace
}  // namespace tasnif
