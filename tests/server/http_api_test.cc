// The HTTP API without sockets, with real models.
#include "server/http_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/sha256.h"
#include "server/page_files.h"
#include "tests/server/manual_executor.h"
#include "tests/server/tiny_folder.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class FakeExchange : public HttpExchange {
 public:
  void Respond(HttpResponse answer) override {
    EXPECT_FALSE(response.has_value()) << "answered twice";
    response = std::move(answer);
  }
  std::optional<HttpResponse> response;
};

class Recorder : public CallObserver {
 public:
  void OnCall(const CallRecord& call) override {
    methods.emplace_back(call.method);
    codes.push_back(call.code);
    if (call.trace != nullptr) trace_id = call.trace->trace_id;
  }
  void OnArticle(const v1::ArticleResult& result) override {
    words += result.prediction().topic().words();
  }
  std::vector<std::string> methods;
  std::vector<absl::StatusCode> codes;
  std::string trace_id;
  size_t words = 0;
};

class HttpApiTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    models_ = new TemporaryFolder;
    WriteTinyModels(models_->path());
  }
  static void TearDownTestSuite() { delete std::exchange(models_, nullptr); }

  HttpApiTest() {
    auto registry = Registry::Open(models_->path(), PosixFiles());
    EXPECT_EQ(registry.status(), absl::OkStatus());
    registry_ = *std::move(registry);
    MakeApi();
  }

  void MakeApi(HttpApiOptions options = {}, CorrectionStore* store = nullptr) {
    auto classifier = Classifier::Create({.max_articles = 3, .observer = &recorder_}, *registry_,
                                         executor_, clock_);
    EXPECT_EQ(classifier.status(), absl::OkStatus());
    classifier_ = *std::move(classifier);
    options.server_info = "{}";
    api_ = std::make_unique<HttpApi>(
        std::move(options), HttpApiParts{*classifier_, *registry_, *access_, store, executor_,
                                         clock_, drain_, recorder_});
  }

  static std::shared_ptr<FakeExchange> Exchange(const std::string& method,
                                                const std::string& target,
                                                const std::string& body = "",
                                                HttpFields headers = {}) {
    auto exchange = std::make_shared<FakeExchange>();
    exchange->request.method = method;
    EXPECT_EQ(ParseTarget(target, &exchange->request), absl::OkStatus());
    exchange->request.body = body;
    exchange->request.headers = std::move(headers);
    exchange->request.headers.emplace_back("host", "127.0.0.1:8501");
    exchange->request.headers.emplace_back("content-type", "application/json");
    exchange->request.peer = "ipv4:127.0.0.1:5";
    return exchange;
  }

  HttpResponse Answer(std::shared_ptr<FakeExchange> exchange) {
    api_->Handle(exchange);
    executor_.RunAll();
    EXPECT_TRUE(exchange->response.has_value());
    return exchange->response.value_or(HttpResponse{.status = 0});
  }
  HttpResponse Get(const std::string& target) { return Answer(Exchange("GET", target)); }
  HttpResponse Post(const std::string& target, const std::string& body, HttpFields headers = {}) {
    return Answer(Exchange("POST", target, body, std::move(headers)));
  }

  static std::string OneArticle() {
    return DumpJson(Json{{"articles", {{{"id", "a"}, {"text", TinyArticles()[0].text()}}}}});
  }
  static std::string HeaderOf(const HttpResponse& response, const std::string& name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return "";
  }

  static inline TemporaryFolder* models_ = nullptr;
  TemporaryFolder folder_;
  FakeClock clock_{absl::FromUnixSeconds(1700000000)};
  ManualExecutor executor_;
  std::unique_ptr<Registry> registry_;
  Recorder recorder_;
  Drain drain_;
  std::unique_ptr<AccessControl> access_ = AccessControl::WithoutFile(clock_);
  std::unique_ptr<Classifier> classifier_;
  std::unique_ptr<HttpApi> api_;
};

TEST_F(HttpApiTest, LabelsArticles) {
  const HttpResponse response =
      Post("/v1/articles:classify", OneArticle(), {{"x-request-id", "id-1"}});
  ASSERT_EQ(response.status, 200) << response.body;
  const auto json = ParseJson(response.body);
  ASSERT_EQ(json.status(), absl::OkStatus());
  const Json& result = (*json)["results"][0];
  EXPECT_EQ(result["id"], "a");
  EXPECT_EQ(result["prediction"]["topic"]["label"], TinyArticles()[0].metadata().at("topic"));
  EXPECT_EQ(result["prediction"]["topic"]["abstained"], false) << "defaults are written";
  EXPECT_EQ(HeaderOf(response, "X-Request-Id"), "id-1");
  EXPECT_EQ(HeaderOf(response, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(HeaderOf(response, "Cache-Control"), "no-store");
  EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Origin"), "");
  EXPECT_EQ(recorder_.methods, std::vector<std::string>({"Classify"})) << "told once";
  EXPECT_GT(recorder_.words, 0u) << "with its result";
}

TEST_F(HttpApiTest, APlainTextIsOneArticle) {
  auto exchange =
      Exchange("POST", "/v1/articles:classify?heads=topic&top_k=1", TinyArticles()[0].text());
  exchange->request.headers.back().second = "text/plain";
  const HttpResponse response = Answer(exchange);
  ASSERT_EQ(response.status, 200) << response.body;
  const auto json = ParseJson(response.body);
  ASSERT_EQ(json.status(), absl::OkStatus());
  const Json& prediction = (*json)["results"][0]["prediction"];
  EXPECT_EQ(prediction["topic"]["alternatives"].size(), 1u);
  EXPECT_FALSE(prediction.contains("source_type"));
}

TEST_F(HttpApiTest, ErrorsHaveTheirStatus) {
  const struct {
    const char* method;
    const char* target;
    std::string body;
    HttpFields headers;
    int expected;
    const char* why;
  } kCases[] = {
      {"POST", "/v1/articles:classify", "{}", {}, 400, "no article"},
      {"POST", "/v1/articles:classify", "{", {}, 400, "no JSON"},
      {"POST", "/v1/articles:classify", R"({"articles":[{},{},{},{}]})", {}, 400, "too many"},
      {"POST",
       "/v1/articles:classify",
       R"({"articles":[{"text":"a"}],"options":{"heads":["topci"]}})",
       {},
       404,
       "no such head"},
      {"POST",
       "/v1/articles:classify",
       OneArticle(),
       {{"request-timeout", "soon"}},
       400,
       "no number of seconds"},
      {"POST",
       "/v1/articles:classify",
       OneArticle(),
       {{"request-timeout", "-1"}},
       400,
       "no time at all"},
      {"POST",
       "/v1/articles:classify",
       OneArticle(),
       {{"content-type", "text/csv"}},
       415,
       "another media type"},
      {"GET", "/v1/articles:classify", "", {}, 405, "to be posted"},
      {"OPTIONS",
       "/v1/articles:classify",
       "",
       {{"origin", "http://evil.example"}},
       403,
       "a foreign page asks beforehand"},
      {"POST",
       "/v1/articles:classify",
       OneArticle(),
       {{"origin", "http://evil.example"}},
       403,
       "a foreign page"},
      {"POST", "/", "", {}, 405, "the page is to be read"},
      {"GET", "/nothing", "", {}, 404, "no such path"},
      {"GET", "/v1/models?head=topci", "", {}, 404, "no such head"},
      {"GET", "/metrics", "", {}, 404, "this server has none"},
      {"POST", "/v1/feedback", "{}", {}, 409, "no store"},
      {"POST", "/v1/feedback", "{", {}, 400, "no JSON"},
      {"POST", "/v1/feedback", "{}", {{"content-type", "text/plain"}}, 415, "no JSON, it says"},
  };
  for (const auto& test : kCases) {
    const HttpResponse response =
        Answer(Exchange(test.method, test.target, test.body, test.headers));
    EXPECT_EQ(response.status, test.expected) << test.why << ": " << response.body;
    EXPECT_THAT(response.body, HasSubstr("{\"error\":{\"code\":\"")) << test.why;
  }
}

TEST_F(HttpApiTest, AWrongMethodIsToldTheRightOne) {
  EXPECT_EQ(HeaderOf(Get("/v1/articles:classify"), "Allow"), "POST");
  EXPECT_EQ(HeaderOf(Post("/healthz", ""), "Allow"), "GET, HEAD");
  EXPECT_EQ(Answer(Exchange("HEAD", "/healthz")).status, 200);
}

TEST_F(HttpApiTest, AnArticleThatFailsDoesNotFailTheCall) {
  const HttpResponse response =
      Post("/v1/articles:classify", R"({"articles":[{"id":"a","text":""}]})");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body, HasSubstr("ERROR_CODE_INVALID_ARGUMENT"));
}

TEST_F(HttpApiTest, ACallPastItsTimeIsDropped) {
  auto exchange =
      Exchange("POST", "/v1/articles:classify", OneArticle(), {{"request-timeout", "0.5"}});
  api_->Handle(exchange);
  clock_.Advance(absl::Milliseconds(500));
  executor_.RunAll();
  EXPECT_EQ(exchange->response->status, 504);
}

TEST_F(HttpApiTest, ACallWhoseClientWentIsDropped) {
  auto exchange = Exchange("POST", "/v1/articles:classify", OneArticle());
  api_->Handle(exchange);
  ASSERT_NE(exchange->on_gone, nullptr);
  exchange->on_gone();
  executor_.RunAll();
  EXPECT_EQ(exchange->response->status, 499);
  EXPECT_EQ(recorder_.codes, std::vector({absl::StatusCode::kCancelled}));
}

TEST_F(HttpApiTest, ADrainingServerIsAliveButNotReady) {
  EXPECT_EQ(Get("/readyz").status, 200);
  drain_.Begin();
  EXPECT_EQ(Get("/readyz").status, 503);
  EXPECT_EQ(Get("/healthz").status, 200);
  EXPECT_EQ(Post("/v1/articles:classify", OneArticle()).status, 503);
}

TEST_F(HttpApiTest, CallsLeaveTheDrainWhateverTheyEndIn) {
  Post("/v1/articles:classify", OneArticle());
  Post("/v1/articles:classify", "{");
  Post("/v1/feedback", "{}");
  drain_.Begin();
  EXPECT_TRUE(drain_.WaitUntilIdle(absl::ZeroDuration(), absl::ZeroDuration()));
}

TEST_F(HttpApiTest, KeepsCorrections) {
  auto store = CorrectionStore::Open(folder_.Path("f.db"), TextPolicy::kHashOnly, clock_);
  ASSERT_EQ(store.status(), absl::OkStatus());
  MakeApi({}, store->get());
  const std::string body =
      R"({"correction":{"article":{"text":"نص"},"head":"topic","model":"topic@1",)"
      R"("predicted_label":"sport","correct_label":"health","annotator":"layla"}})";
  const HttpResponse first = Post("/v1/feedback", body);
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_THAT(first.body, HasSubstr("\"already_stored\":false"));
  EXPECT_THAT(Post("/v1/feedback", body).body, HasSubstr("\"already_stored\":true"));
  EXPECT_EQ(Post("/v1/feedback", R"({"correction":{"head":"topic"}})").status, 400);
}

TEST_F(HttpApiTest, ListsModels) {
  const HttpResponse response = Get("/v1/models?head=topic");
  EXPECT_EQ(response.status, 200);
  const auto json = ParseJson(response.body);
  ASSERT_EQ(json.status(), absl::OkStatus());
  EXPECT_EQ((*json)["models"].size(), 1u);
  EXPECT_EQ((*json)["models"][0]["state"], "MODEL_STATE_READY");
}

TEST_F(HttpApiTest, APathAsksForItsRole) {
  const auto line = [](Role role, const char* name, const char* token) {
    return FormatAccessLine({.role = role, .name = name, .value = Sha256Hex(token)}) + "\n";
  };
  const std::string path = folder_.Path("access");
  ASSERT_EQ(
      WriteAtomically(PosixFiles(), path,
                      line(Role::kClassify, "crawler", "c") + line(Role::kFeedback, "layla", "f")),
      absl::OkStatus());
  auto access = AccessControl::Open(path, PosixFiles(), clock_);
  ASSERT_EQ(access.status(), absl::OkStatus());
  access_ = *std::move(access);
  auto store = CorrectionStore::Open(folder_.Path("f.db"), TextPolicy::kHashOnly, clock_);
  ASSERT_EQ(store.status(), absl::OkStatus());
  MakeApi({}, store->get());
  const HttpResponse refused = Post("/v1/articles:classify", OneArticle());
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(HeaderOf(refused, "WWW-Authenticate"), "Bearer");
  EXPECT_EQ(Get("/v1/models").status, 401);
  for (const char* open : {"/", "/healthz", "/readyz", "/v1/server", "/openapi.yaml"}) {
    EXPECT_EQ(Get(open).status, 200) << open;
  }
  const HttpFields kCrawler = {{"authorization", "Bearer c"}};
  EXPECT_EQ(Post("/v1/articles:classify", OneArticle(), kCrawler).status, 200);
  EXPECT_EQ(Answer(Exchange("GET", "/v1/models", "", kCrawler)).status, 200);
  const std::string correction =
      R"({"correction":{"article":{"text":"نص"},"head":"topic","model":"topic@1",)"
      R"("predicted_label":"sport","correct_label":"health"}})";
  EXPECT_EQ(Post("/v1/feedback", correction, kCrawler).status, 403);
  const HttpResponse kept = Post("/v1/feedback", correction, {{"authorization", "bearer f"}});
  EXPECT_EQ(kept.status, 200);
  EXPECT_THAT(kept.body, HasSubstr("\"annotator\":\"layla\"")) << "the token says who it is";
}

TEST_F(HttpApiTest, TheTraceIsPassedOn) {
  const std::string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  const HttpResponse response = Post("/v1/articles:classify", OneArticle(),
                                     {{"traceparent", "00-" + trace + "-00f067aa0ba902b7-01"}});
  EXPECT_THAT(HeaderOf(response, "traceparent"), HasSubstr(trace));
  EXPECT_EQ(recorder_.trace_id, trace);
}

TEST_F(HttpApiTest, ThePageComesWithItsPolicyAndLoadsNothingFromElsewhere) {
  std::set<std::string> served;
  for (const PageFile& file : PageFiles()) {
    const HttpResponse response = Get(std::string(file.path));
    ASSERT_EQ(response.status, 200) << file.path;
    EXPECT_EQ(response.content_type, file.content_type);
    EXPECT_FALSE(response.body.empty()) << file.path;
    EXPECT_THAT(HeaderOf(response, "Content-Security-Policy"), HasSubstr("default-src 'self'"));
    served.emplace(file.path);
  }
  const HttpResponse page = Get("/");
  // What the policy would block, or what would leave the machine.
  for (const char* forbidden : {"http://", "https://", "style=", "onclick", "<script>", "<style"}) {
    EXPECT_THAT(page.body, Not(HasSubstr(forbidden))) << forbidden;
  }
  for (const char* needed : {"/page.css", "/page.js", "/icon.svg"}) {
    EXPECT_THAT(page.body, HasSubstr(needed));
    EXPECT_EQ(served.count(needed), 1u) << needed;
  }
}

// The script finds its places by id and its sentences by key, in both languages.
TEST_F(HttpApiTest, ThePageHasEveryPlaceThatItsScriptAsksFor) {
  const std::string page(FindPageFile("/")->bytes);
  const std::string script(FindPageFile("/page.js")->bytes);
  size_t found = 0;
  for (size_t at = script.find("at('"); at != std::string::npos; at = script.find("at('", at + 1)) {
    const std::string id = script.substr(at + 4, script.find('\'', at + 4) - at - 4);
    EXPECT_THAT(page, HasSubstr("id=\"" + id + "\""));
    ++found;
  }
  EXPECT_GT(found, 20u);
  const std::string words(FindPageFile("/words.js")->bytes);
  for (size_t at = page.find("data-word=\""); at != std::string::npos;
       at = page.find("data-word=\"", at + 1)) {
    const std::string key = page.substr(at + 11, page.find('"', at + 11) - at - 11);
    const size_t first = words.find(key + ": '");
    ASSERT_NE(first, std::string::npos) << key;
    EXPECT_NE(words.find(key + ": '", first + 1), std::string::npos) << key << " in Arabic";
  }
}

}  // namespace
}  // namespace tasnif
