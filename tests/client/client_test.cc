// The client against a server made here, which keeps every request and answers as it is told.
#include "client/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/client/client_fixture.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST_F(ClientTest, ResultsComeInTheOrderOfTheArticles) {
  const std::vector<v1::Article> articles = {MakeArticle("a", "1"), MakeArticle("b", "2"),
                                             MakeArticle("c", "3")};
  const auto results =
      Connect([](ClientOptions* o) { o->max_articles_per_call = 2; })->Classify(articles, {});
  ASSERT_TRUE(results.ok()) << results.status();
  ASSERT_THAT(*results, SizeIs(3));
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ((*results)[i].id(), articles[i].id());
    EXPECT_EQ((*results)[i].prediction().language(), articles[i].text());
  }
  EXPECT_THAT(service_.requests(), SizeIs(2));
}

TEST_F(ClientTest, OptionsTravelWithEveryCall) {
  v1::ClassifyOptions options;
  options.set_top_k(7);
  const std::vector<v1::Article> articles(3, MakeArticle("", "x"));
  ASSERT_TRUE(Connect([](ClientOptions* o) { o->max_articles_per_call = 1; })
                  ->Classify(articles, options)
                  .ok());
  for (const v1::ClassifyRequest& request : service_.requests()) {
    EXPECT_EQ(request.options().top_k(), 7u);
  }
}

TEST_F(ClientTest, ArticlesWithOneIdAreAllAnsweredUnderIt) {
  const std::vector<v1::Article> articles = {MakeArticle("same", "1"), MakeArticle("same", "2")};
  const auto results = Connect()->Classify(articles, {});
  ASSERT_TRUE(results.ok()) << results.status();
  EXPECT_EQ((*results)[0].id(), "same");
  EXPECT_EQ((*results)[1].id(), "same");
  const auto requests = service_.requests();
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_EQ(requests[0].articles(0).id(), "same");
  EXPECT_EQ(requests[0].articles(1).id(), "");  // A server refuses two equal ids.
}

TEST_F(ClientTest, MessagesOverGrpcsDefaultLimitPass) {
  const std::string text(8 << 20, 'x');
  const auto results = Connect()->Classify({MakeArticle("big", text)}, {});
  ASSERT_TRUE(results.ok()) << results.status();
  EXPECT_EQ((*results)[0].prediction().language().size(), text.size());
}

TEST_F(ClientTest, ArticleLargerThanAnyMessageGetsAnErrorAndTheOthersAreLabelled) {
  const std::vector<v1::Article> articles = {
      MakeArticle("a", "1"), MakeArticle("big", std::string(5000, 'x')), MakeArticle("c", "3")};
  const auto results =
      Connect([](ClientOptions* o) { o->max_message_bytes = 1000; })->Classify(articles, {});
  ASSERT_TRUE(results.ok()) << results.status();
  EXPECT_EQ((*results)[0].prediction().language(), "1");
  EXPECT_EQ((*results)[1].id(), "big");
  EXPECT_EQ((*results)[1].error().code(), v1::ERROR_CODE_INVALID_ARGUMENT);
  EXPECT_THAT((*results)[1].error().message(), HasSubstr("a message may have"));
  EXPECT_EQ((*results)[2].prediction().language(), "3");
}

TEST_F(ClientTest, ErrorKeepsItsCodeAndNamesTheServer) {
  service_.answer = [](const v1::ClassifyRequest&, v1::ClassifyResponse*) {
    return grpc::Status(grpc::StatusCode::NOT_FOUND, "no head 'topci'");
  };
  const absl::Status status = Connect()->Classify({MakeArticle("a", "1")}, {}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr(address()), HasSubstr("no head 'topci'")));
}

TEST_F(ClientTest, WrongNumberOfResultsIsInternal) {
  service_.answer = [](const v1::ClassifyRequest&, v1::ClassifyResponse*) {
    return grpc::Status::OK;
  };
  const absl::Status status = Connect()->Classify({MakeArticle("a", "1")}, {}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status.message()), HasSubstr("0 results for 1 articles"));
}

TEST_F(ClientTest, SlowServerExceedsTheDeadline) {
  // Answers only once the call is over on the client's side, or after the test.
  Mutex mu;
  CondVar changed;
  bool is_over = false;
  service_.answer = [&](const v1::ClassifyRequest&, v1::ClassifyResponse*) {
    MutexLock lock(mu);
    while (!is_over) changed.Wait(mu);
    return grpc::Status::OK;
  };
  auto client = Connect([](ClientOptions* o) { o->timeout = absl::Milliseconds(100); });
  const absl::Status status = client->Classify({MakeArticle("a", "1")}, {}).status();
  {
    MutexLock lock(mu);
    is_over = true;
    changed.SignalAll();
  }
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_THAT(std::string(status.message()), HasSubstr("timeout 100ms"));
}

TEST_F(ClientTest, CallsTakeTurnsBetweenServers) {
  FakeClassifier other;
  int other_port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &other_port);
  builder.RegisterService(&other);
  const auto other_server = builder.BuildAndStart();
  other_server->GetHealthCheckService()->SetServingStatus(std::string(kClassifierService), true);
  const auto client =
      Client::Connect({.addresses = {address(), absl::StrCat("127.0.0.1:", other_port)},
                       .max_articles_per_call = 1});
  ASSERT_TRUE(client.ok()) << client.status();
  const std::vector<v1::Article> articles(4, MakeArticle("", "x"));
  ASSERT_TRUE((*client)->Classify(articles, {}).ok());
  EXPECT_THAT(service_.requests(), SizeIs(2));
  EXPECT_THAT(other.requests(), SizeIs(2));
}

TEST_F(ClientTest, CheckTellsServingFromNotServingAndUnknown) {
  auto client = Connect();
  EXPECT_EQ(client->Check(kClassifierService).code(), absl::StatusCode::kOk);
  EXPECT_EQ(client->Check("tasnif.v1.Clasifier").code(), absl::StatusCode::kNotFound);
  server_->GetHealthCheckService()->SetServingStatus(false);
  const absl::Status status = client->Check(kClassifierService);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr("NOT_SERVING"));
}

TEST_F(ClientTest, RefusedConnectionNamesTheAddressAndTheWayOut) {
  server_->Shutdown();
  server_->Wait();
  server_ = nullptr;  // Nobody listens on the port now.
  const auto client = Client::Connect({.addresses = {address()}});
  EXPECT_EQ(client.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(client.status().message()),
              AllOf(HasSubstr(address()), HasSubstr("tasnif serve --address")));
}

TEST(Client, NeedsAnAddress) {
  EXPECT_EQ(Client::Connect({}).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace tasnif
