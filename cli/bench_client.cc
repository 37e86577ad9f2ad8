#include "cli/bench_client.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/json.h"
#include "base/status.h"
#include "base/steady_clock.h"
#include "bench/texts.h"
#include "bench/timing.h"
#include "cli/child_server.h"
#include "client/bare_transport.h"
#include "client/client.h"
#include "labels/prediction.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Examples:
  tasnif bench client                                a server of its own, made articles of 2 KB
  tasnif bench client --json --concurrency 256
  tasnif bench client articles.jsonl.xz --server 10.0.0.7:8500
  tasnif bench client --heads topic                  the less an article costs, the more batching gains

Both sides keep as many articles under way as --concurrency says, over one connection each. Unary: one
call of Classify an article. Batching: the client library. They run by turns; the medians count. Let
nothing else run meanwhile.)";

constexpr size_t kTexts = 1000;

// About `bytes` long, whole words: short texts are repeated.
std::string Shaped(const std::string& text, size_t bytes) {
  std::string shaped = text;
  while (shaped.size() < bytes) absl::StrAppend(&shaped, " ", text);
  if (shaped.size() == bytes) return shaped;
  const size_t blank = shaped.rfind(' ', bytes);
  if (blank != std::string::npos) shaped.resize(blank);
  return shaped;
}

std::vector<v1::Article> MakeArticles(const std::vector<BenchText>& texts, size_t bytes) {
  std::vector<v1::Article> articles;
  for (const BenchText& text : texts) articles.emplace_back().set_text(Shaped(text.text, bytes));
  return articles;
}

absl::Status StatusOf(const ArticleOutcome& outcome) {
  return outcome.ok() ? ErrorOf(*outcome) : outcome.status();
}

SendArticle UnarySender(Transport* transport, const v1::ClassifyOptions& options,
                        const Clock* clock, absl::Duration timeout) {
  return [=](const v1::Article& article, absl::AnyInvocable<void(absl::Status) &&> done) {
    Batch batch;
    *batch.request.mutable_options() = options;
    *batch.request.add_articles() = article;
    batch.deadlines.push_back(clock->Now() + timeout);
    transport->Send(std::move(batch), [done = std::move(done)](Reply reply) mutable {
      std::move(done)(StatusOf(reply.outcomes.front().result));
    });
  };
}

SendArticle BatchingSender(Client* client, const v1::ClassifyOptions& options) {
  return [=](const v1::Article& article, absl::AnyInvocable<void(absl::Status) &&> done) {
    client->ClassifyAsync(article, options,
                          [done = std::move(done)](ArticleOutcome outcome) mutable {
                            std::move(done)(StatusOf(outcome));
                          });
  };
}

LoopResult MedianOf(const std::vector<LoopResult>& rounds) {
  std::vector<double> rates, p50s, p99s;
  for (const LoopResult& round : rounds) {
    rates.push_back(round.articles_per_s);
    p50s.push_back(round.p50_ms);
    p99s.push_back(round.p99_ms);
  }
  return {.articles_per_s = Median(rates), .p50_ms = Median(p50s), .p99_ms = Median(p99s)};
}

double Ratio(const ClientBenchResult& result) {
  return result.unary.articles_per_s > 0
             ? result.batching.articles_per_s / result.unary.articles_per_s
             : 0;
}

std::string Table(const ClientBenchResult& result) {
  std::string table = "             ARTICLES/S    P50 MS    P99 MS\n";
  const auto add = [&](const char* name, const LoopResult& side) {
    absl::StrAppendFormat(&table, "%-10s %12.0f %9.2f %9.2f\n", name, side.articles_per_s,
                          side.p50_ms, side.p99_ms);
  };
  add("unary", result.unary);
  add("batching", result.batching);
  absl::StrAppendFormat(&table, "ratio      %12.2f\n", Ratio(result));
  return table;
}

Json SideJson(const LoopResult& side) {
  return {{"articles_per_s", side.articles_per_s}, {"p99_ms", side.p99_ms}};
}

}  // namespace

std::string ClientBenchJson(const ClientBenchResult& result) {
  return DumpJson(Json{{"unary", SideJson(result.unary)},
                       {"batching", SideJson(result.batching)},
                       {"ratio", Ratio(result)}});
}

void ClientBench::Declare(CLI::App& bench) {
  app_ = bench.add_subcommand("client", "The batching client against unary calls, same server");
  app_->add_option("texts", texts_path_,
                   "JSON lines or plain text, one article a line; without it: made texts")
      ->type_name("TEXTS");
  CLI::Option* const server =
      app_->add_option("--server", server_, "This server instead of one of its own")
          ->type_name("HOST:PORT");
  connect_.Declare(*app_, server);
  models_.DeclareFolder(*app_)->excludes(server);
  app_->add_option("--heads", heads_, "Heads to use, such as topic,stance; default: all")
      ->delimiter(',')
      ->type_name("NAME,...");
  app_->add_option("--concurrency", concurrency_, "Articles under way at a time")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  app_->add_option("--bytes", article_bytes_, "Size of an article")
      ->check(CLI::Range(16, 1 << 20))
      ->capture_default_str();
  app_->add_option("--seconds", seconds_, "Of each round of each side")
      ->check(CLI::Range(0.05, 3600.0))
      ->capture_default_str();
  app_->add_option("--rounds", rounds_, "How often each side runs")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  app_->add_option("--delay", delay_ms_, "Milliseconds an article may wait for company")
      ->check(CLI::Range(0.0, 1000.0))
      ->capture_default_str();
  app_->add_option("--batch", batch_, "Articles in a call at most; default: the client's own")
      ->check(CLI::Range(1, 512));
  app_->add_flag("--json", is_json_, "One JSON object instead of a table");
  app_->footer(kExamples);
}

bool ClientBench::is_asked_for() const { return app_->parsed(); }

absl::StatusOr<ClientBenchResult> ClientBench::Measure(const std::string& address) {
  std::vector<BenchText> texts;
  if (texts_path_.empty()) {
    texts = GenerateTexts(kTexts);
  } else {
    TASNIF_ASSIGN_OR_RETURN(texts, ReadTexts(texts_path_, kTexts));
  }
  const std::vector<v1::Article> articles = MakeArticles(texts, article_bytes_);
  TASNIF_ASSIGN_OR_RETURN(ClientOptions options, connect_.Complete({.addresses = {address}}));
  options.coalesce.max_delay = absl::Milliseconds(delay_ms_);
  if (batch_ > 0) options.coalesce.max_articles = batch_;
  options.in_flight.max_articles = std::max(options.in_flight.max_articles, concurrency_);
  TASNIF_ASSIGN_OR_RETURN(const auto client, Client::Connect(options));
  SteadyClock clock;
  const auto transport = MakeBareTransport(options, address, clock);
  v1::ClassifyOptions heads;
  for (const std::string& head : heads_) heads.add_heads(head);
  const SendArticle unary = UnarySender(transport.get(), heads, &clock, options.timeout);
  const SendArticle batching = BatchingSender(client.get(), heads);
  const LoopOptions loop = {.callers = concurrency_, .duration = absl::Seconds(seconds_)};
  // The first round of each warms connections and models up.
  std::vector<LoopResult> unary_rounds, batching_rounds;
  for (size_t round = 0; round <= rounds_; ++round) {
    TASNIF_ASSIGN_OR_RETURN(LoopResult one, RunClosedLoop(loop, articles, unary));
    TASNIF_ASSIGN_OR_RETURN(LoopResult other, RunClosedLoop(loop, articles, batching));
    if (round == 0) continue;
    unary_rounds.push_back(one);
    batching_rounds.push_back(other);
  }
  return ClientBenchResult{MedianOf(unary_rounds), MedianOf(batching_rounds)};
}

absl::StatusOr<Verdict> ClientBench::Run() {
  std::unique_ptr<ChildServer> child;
  std::string address = server_;
  if (address.empty()) {
    std::vector<std::string> arguments;
    if (!models_.folder().empty()) arguments = {"--models", models_.folder()};
    TASNIF_ASSIGN_OR_RETURN(child, ChildServer::Start(std::move(arguments)));
    address = child->address();
  }
  TASNIF_ASSIGN_OR_RETURN(const ClientBenchResult result, Measure(address));
  std::fputs((is_json_ ? ClientBenchJson(result) + "\n" : Table(result)).c_str(), stdout);
  return Verdict::kAllDone;
}

}  // namespace tasnif
