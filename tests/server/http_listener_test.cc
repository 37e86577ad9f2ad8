#include "server/http_listener.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "base/mutex.h"
#include "tests/server/http_client.h"

namespace tasnif {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kGet[] = "GET /path?a=1 HTTP/1.1\r\nHost: localhost\r\n\r\n";

std::string Post(const std::string& body, const std::string& headers = "") {
  return "POST / HTTP/1.1\r\nHost: localhost\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// Keeps exchanges until the test answers them.
class Held {
 public:
  void Add(std::shared_ptr<HttpExchange> exchange) {
    MutexLock lock(mu_);
    exchange->on_gone = [this] {
      MutexLock gone_lock(mu_);
      ++gone_;
      changed_.SignalAll();
    };
    exchanges_.push_back(std::move(exchange));
    changed_.SignalAll();
  }
  std::shared_ptr<HttpExchange> Take() {
    MutexLock lock(mu_);
    while (exchanges_.empty()) changed_.Wait(mu_);
    std::shared_ptr<HttpExchange> exchange = std::move(exchanges_.front());
    exchanges_.pop_front();
    return exchange;
  }
  void WaitForGone() {
    MutexLock lock(mu_);
    while (gone_ == 0) changed_.Wait(mu_);
  }

 private:
  Mutex mu_;
  CondVar changed_;
  std::deque<std::shared_ptr<HttpExchange>> exchanges_ ABSL_GUARDED_BY(mu_);
  int gone_ ABSL_GUARDED_BY(mu_) = 0;
};

class HttpListenerTest : public ::testing::Test {
 protected:
  void Start(HttpHandler handler = Echo) {
    options_.address = {"127.0.0.1", 0};
    auto listener = HttpListener::Create(options_, std::move(handler));
    ASSERT_EQ(listener.status(), absl::OkStatus());
    listener_ = *std::move(listener);
  }
  void StartHeld() {
    Start([this](std::shared_ptr<HttpExchange> exchange) { held_.Add(std::move(exchange)); });
  }

  static void Echo(std::shared_ptr<HttpExchange> exchange) {
    const HttpRequest& request = exchange->request;
    exchange->Respond({.content_type = "text/plain",
                       .headers = {{"X-Peer", request.peer}},
                       .body = request.method + " " + request.path + " " +
                               std::to_string(request.query.size()) + " " + request.body});
  }

  Held held_;
  HttpListenerOptions options_;
  std::unique_ptr<HttpListener> listener_;
};

TEST_F(HttpListenerTest, AnswersSeveralRequestsOfAConnection) {
  Start();
  HttpClient client(listener_->port());
  client.Send(kGet);
  const std::string first = client.ReadAnswer();
  EXPECT_THAT(first, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(first, HasSubstr("X-Peer: ipv4:127.0.0.1:"));
  EXPECT_THAT(first, HasSubstr("\r\nDate: "));
  EXPECT_THAT(first, EndsWith("\r\n\r\nGET /path 1 "));
  client.Send(Post("text"));
  EXPECT_THAT(client.ReadAnswer(), EndsWith("POST / 0 text"));
  client.Send(std::string(kGet) + kGet);  // Without waiting for the first answer.
  EXPECT_THAT(client.ReadAnswer(), EndsWith("GET /path 1 "));
  EXPECT_THAT(client.ReadAnswer(), EndsWith("GET /path 1 "));
}

TEST_F(HttpListenerTest, HeadHasNoBodyButItsLength) {
  Start();
  HttpClient client(listener_->port());
  client.Send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const std::string answer = client.ReadAnswer(/*has_body=*/false);
  EXPECT_THAT(answer, HasSubstr("Content-Length: 9\r\n"));
  client.Send(kGet);
  EXPECT_THAT(client.ReadAnswer(), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpListenerTest, ClosesWhereTheClientAsksForIt) {
  Start();
  HttpClient client(listener_->port());
  client.Send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.ReadAnswer(), HasSubstr("Connection: close"));
  EXPECT_TRUE(client.IsClosed());
}

TEST_F(HttpListenerTest, RefusesWhatItDoesNotRead) {
  options_.max_body_bytes = 100;
  options_.max_header_bytes = 1000;
  Start();
  const std::string large(200, 'x');
  const struct {
    std::string sent;
    std::string status;
    const char* why;
  } kCases[] = {
      {"nonsense\r\n\r\n", "400", "no request line"},
      {"GET / HTTP/9.9\r\n\r\n", "400", "no such version"},
      {"GET http://other/ HTTP/1.1\r\nHost: a\r\n\r\n", "400", "the target is not a path"},
      {"GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", "400", "a wrong escape"},
      {"GET / HTTP/1.1\r\nX: " + std::string(2000, 'x') + "\r\n\r\n", "431", "a long header"},
      {Post(large), "413", "a long body, announced"},
      {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nc8\r\n" + large +
           "\r\n0\r\n\r\n",
       "413", "a long body in chunks"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nhello", "400",
       "two lengths"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
       "0\r\n\r\n",
       "400", "both ways to say where the body ends"},
  };
  for (const auto& test : kCases) {
    HttpClient client(listener_->port());
    client.Send(test.sent);
    const std::string answer = client.ReadAnswer();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + test.status)) << test.why;
    EXPECT_THAT(answer, HasSubstr("{\"error\":{\"code\":")) << test.why;
  }
}

TEST_F(HttpListenerTest, TellsAClientThatWaitsToSendItsBody) {
  Start();
  HttpClient client(listener_->port());
  client.Send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_THAT(client.ReadAnswer(/*has_body=*/false), StartsWith("HTTP/1.1 100 Continue"));
  client.Send("text");
  EXPECT_THAT(client.ReadAnswer(), EndsWith("POST / 0 text"));
}

TEST_F(HttpListenerTest, ARequestThatDoesNotComeIsNotWaitedFor) {
  options_.header_timeout = absl::Milliseconds(50);
  options_.body_timeout = absl::Milliseconds(50);
  options_.idle_timeout = absl::Milliseconds(50);
  Start();
  for (const char* sent :
       {"", "GET / HT", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx"}) {
    HttpClient client(listener_->port());
    client.Send(sent);
    EXPECT_TRUE(client.IsClosed()) << sent;
  }
  HttpClient idle(listener_->port());
  idle.Send(kGet);
  EXPECT_THAT(idle.ReadAnswer(), StartsWith("HTTP/1.1 200"));
  EXPECT_TRUE(idle.IsClosed());
}

// Slow clients cannot keep others out, however long they may take.
TEST_F(HttpListenerTest, TheOldestUnfinishedConnectionMakesRoom) {
  options_.max_connections = 3;
  options_.header_timeout = absl::Hours(1);
  Start();
  HttpClient slow[3] = {HttpClient(listener_->port()), HttpClient(listener_->port()),
                        HttpClient(listener_->port())};
  for (HttpClient& client : slow) client.Send("GET /healthz HTTP/1.1\r\nX: ");
  for (int i = 0; i < 5; ++i) {
    HttpClient client(listener_->port());
    client.Send(kGet);
    EXPECT_THAT(client.ReadAnswer(), StartsWith("HTTP/1.1 200")) << i;
  }
  EXPECT_TRUE(slow[0].IsClosed());
  EXPECT_LE(listener_->connections(), 3u);
}

TEST_F(HttpListenerTest, BodiesThatAreHeldAreLimitedTogether) {
  options_.max_buffered_bytes = 300 << 10;
  StartHeld();
  HttpClient first(listener_->port());
  first.Send(Post(std::string(200 << 10, 'x')));
  const auto exchange = held_.Take();
  HttpClient second(listener_->port());
  second.Send(Post(std::string(200 << 10, 'x')));
  EXPECT_THAT(second.ReadAnswer(), HasSubstr("Retry-After: 1\r\n"));
  HttpClient small(listener_->port());
  small.Send(Post("small"));
  held_.Take()->Respond({.body = "small"});
  EXPECT_THAT(small.ReadAnswer(), StartsWith("HTTP/1.1 200"));
  exchange->Respond({.body = "first"});
  EXPECT_THAT(first.ReadAnswer(), StartsWith("HTTP/1.1 200"));
  HttpClient third(listener_->port());
  third.Send(Post(std::string(200 << 10, 'x')));
  held_.Take()->Respond({.body = "third"});
  EXPECT_THAT(third.ReadAnswer(), EndsWith("third"));
}

TEST_F(HttpListenerTest, SaysWhenTheClientIsGone) {
  StartHeld();
  HttpClient client(listener_->port());
  client.Send(Post("text"));
  const auto exchange = held_.Take();
  client.Close();
  held_.WaitForGone();
  exchange->Respond({.body = "late"});
  EXPECT_TRUE(HttpClient(listener_->port()).is_connected());
}

TEST_F(HttpListenerTest, AnExchangeThatIsDroppedIsAnInternalError) {
  Start([](std::shared_ptr<HttpExchange>) {});
  HttpClient client(listener_->port());
  client.Send(kGet);
  EXPECT_THAT(client.ReadAnswer(), StartsWith("HTTP/1.1 500"));
}

TEST_F(HttpListenerTest, ShutdownWaitsForAnswers) {
  StartHeld();
  HttpClient idle(listener_->port());
  HttpClient client(listener_->port());
  client.Send(kGet);
  const auto exchange = held_.Take();
  std::thread stop([this] { listener_->Shutdown(absl::Seconds(20)); });
  EXPECT_TRUE(idle.IsClosed());
  exchange->Respond({.body = "answer"});
  const std::string answer = client.ReadAnswer();
  EXPECT_THAT(answer, HasSubstr("Connection: close"));
  EXPECT_THAT(answer, EndsWith("answer"));
  client.Close();
  stop.join();
  EXPECT_FALSE(HttpClient(listener_->port()).is_connected());
}

TEST_F(HttpListenerTest, ShutdownWithoutGraceTellsWhoComputes) {
  StartHeld();
  HttpClient client(listener_->port());
  client.Send(kGet);
  auto exchange = held_.Take();
  std::thread stop([this] { listener_->Shutdown(absl::ZeroDuration()); });
  held_.WaitForGone();
  exchange->Respond({.body = "late"});
  stop.join();
  EXPECT_TRUE(client.IsClosed());
}

TEST_F(HttpListenerTest, APortThatIsTakenIsUnavailable) {
  Start();
  options_.address.port = listener_->port();
  EXPECT_EQ(HttpListener::Create(options_, Echo).status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace tasnif
