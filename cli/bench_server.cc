#include "cli/bench_server.h"

#include <sched.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <thread>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/files.h"
#include "base/status.h"
#include "bench/texts.h"
#include "cli/child_server.h"
#include "cli/load_targets.h"
#include "client/client.h"
#include "client/direct_calls.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Examples:
  tasnif bench server                              made texts, a server of its own
  tasnif bench server articles.jsonl.xz --seconds 10 --json
  tasnif bench server --server 10.0.0.7:8500 --server-cores 8

Each line is one load: once more than the server can do, then half of what it did. Latencies count
from the moment at which a request was due. "of in-" compares with the engine in this process on as
many cores, "by cpu" the same per second of processor time, which other programs disturb less. A
server of its own is bound to --server-cores, this program to the others. Let nothing else run.)";

constexpr size_t kMadeTexts = 1200;
constexpr size_t kBatches[] = {1, 8, 64};
constexpr size_t kStreams = 8;
constexpr size_t kConnections = 2;
// Above what a server does, for it also has the wire to look after.
constexpr double kOverload = 1.5;
constexpr double kHalf = 0.5;
// On average, even where a load then takes longer than was asked for.
constexpr double kLeastRequests = 12;

void Tell(const std::string& what) { std::fprintf(stderr, "bench: %s\n", what.c_str()); }

// Binds the calling thread, and what it starts, to some cores for as long as the object lives.
class CoreScope {
 public:
  CoreScope(size_t begin, size_t end) {
    sched_getaffinity(0, sizeof(before_), &before_);
    cpu_set_t wanted;
    CPU_ZERO(&wanted);
    for (size_t core = begin; core < end; ++core) CPU_SET(core, &wanted);
    // Where it is not permitted, measuring goes on unbound.
    if (begin < end) sched_setaffinity(0, sizeof(wanted), &wanted);
  }
  ~CoreScope() { sched_setaffinity(0, sizeof(before_), &before_); }
  CoreScope(const CoreScope&) = delete;
  CoreScope& operator=(const CoreScope&) = delete;

 private:
  cpu_set_t before_;
};

size_t Cores() { return std::max(1u, std::thread::hardware_concurrency()); }

// Of a process and all of its threads; 0 where it cannot be told.
double CpuSeconds(pid_t pid) {
  const auto stat = PosixFiles().Read(absl::StrCat("/proc/", pid, "/stat"));
  if (!stat.ok()) return 0;
  // The name in brackets may hold anything; behind it the 12th and 13th words are the times.
  const std::string rest = stat->substr(std::min(stat->rfind(')') + 1, stat->size()));
  const std::vector<std::string> words = absl::StrSplit(rest, ' ', absl::SkipEmpty());
  int64_t user = 0, system = 0;
  const bool is_read = words.size() > 12 && absl::SimpleAtoi(words[11], &user) &&
                       absl::SimpleAtoi(words[12], &system);
  if (!is_read) return 0;
  return static_cast<double>(user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace

// Ours or another one.
class ServerBenchCommand::Server {
 public:
  explicit Server(std::string address) : address_(std::move(address)) {}
  explicit Server(std::unique_ptr<ChildServer> child)
      : address_(child->address()), child_(std::move(child)) {}

  const std::string& address() const { return address_; }
  double cpu_seconds() const { return child_ == nullptr ? 0 : CpuSeconds(child_->pid()); }

 private:
  const std::string address_;
  const std::unique_ptr<ChildServer> child_;
};

void ServerBenchCommand::Declare(CLI::App& app) {
  app_ = app.add_subcommand("server", "A server under load, against the engine in this process");
  app_->add_option("texts", texts_path_,
                   "JSON lines with a field text, or plain text with one article a line; "
                   "compressed or not. Without it: made texts")
      ->type_name("TEXTS");
  app_->add_option("--server", address_, "A server that runs already; otherwise one is started")
      ->type_name("HOST:PORT");
  app_->add_option("--max-texts", max_texts_, "Texts read, from the beginning of the file")
      ->check(CLI::Range(1, 10000000))
      ->capture_default_str();
  app_->add_option("--seconds", seconds_, "How long each load lasts")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  app_->add_option("--server-cores", server_cores_, "Cores of the server; default: half of them")
      ->check(CLI::Range(size_t{1}, Cores()));
  models_.Declare(*app_);
  app_->add_flag("--json", is_json_, "One JSON object instead of a table");
  app_->footer(kExamples);
}

bool ServerBenchCommand::is_asked_for() const { return app_->parsed(); }

absl::StatusOr<std::vector<v1::Article>> ServerBenchCommand::ReadArticles() const {
  std::vector<BenchText> texts = GenerateTexts(std::min(kMadeTexts, max_texts_));
  if (!texts_path_.empty()) {
    TASNIF_ASSIGN_OR_RETURN(texts, ReadTexts(texts_path_, max_texts_));
  }
  std::vector<v1::Article> articles(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) articles[i].set_text(std::move(texts[i].text));
  return articles;
}

absl::StatusOr<InProcessRate> ServerBenchCommand::MeasureEngine(
    const std::vector<v1::Article>& articles) const {
  TASNIF_ASSIGN_OR_RETURN(const auto registry, models_.OpenRegistry());
  const CoreScope cores(0, server_cores_);
  return MeasureInProcess(articles, *registry->Snapshot(),
                          {.labeller = models_.labeller_options(),
                           .threads = server_cores_,
                           .duration = absl::Seconds(seconds_)});
}

absl::StatusOr<std::unique_ptr<ServerBenchCommand::Server>> ServerBenchCommand::StartServer()
    const {
  if (!address_.empty()) {
    TASNIF_RETURN_IF_ERROR(Client::Connect({.addresses = {address_}}).status());
    return std::make_unique<Server>(address_);
  }
  const CoreScope cores(0, server_cores_);
  TASNIF_ASSIGN_OR_RETURN(auto child, ChildServer::Start({"--models", models_.folder(), "--workers",
                                                          absl::StrCat(server_cores_)}));
  return std::make_unique<Server>(std::move(child));
}

double ServerBenchCommand::SecondsFor(size_t batch, double articles_per_s) const {
  // Arrivals are random: a load of a few requests might have none, and tells little.
  return std::max(seconds_, kLeastRequests * static_cast<double>(batch) / articles_per_s);
}

ServerRun ServerBenchCommand::Measure(Server& server, const std::vector<v1::Article>& articles,
                                      const std::string& method, size_t batch,
                                      double articles_per_s) const {
  const double seconds = SecondsFor(batch, articles_per_s);
  const OpenLoopOptions options = {.batch = batch,
                                   .articles_per_s = articles_per_s,
                                   .duration = absl::Seconds(seconds),
                                   .patience = absl::Seconds(2 * seconds + 5)};
  Tell(absl::StrCat(method, ", batch ", batch, ": offering ", static_cast<int64_t>(articles_per_s),
                    " articles/s"));
  DirectCalls calls(server.address(), kConnections);
  const auto target = method == "unary" ? MakeUnaryTarget(calls, articles, batch,
                                                          options.duration + options.patience)
                                        : MakeStreamTarget(calls, articles, batch, kStreams);
  const double cpu_before = server.cpu_seconds();
  ServerRun run = {.method = method,
                   .batch = batch,
                   .result = RunOpenLoop(options, *target, std::make_shared<WallTime>())};
  const double cpu_seconds = server.cpu_seconds() - cpu_before;
  // All that were labelled, also after the load's end.
  const double labelled =
      run.result.offered_per_s * seconds - static_cast<double>(run.result.errors);
  if (cpu_seconds > 0) run.articles_per_cpu_s = labelled / cpu_seconds;
  return run;
}

absl::StatusOr<Verdict> ServerBenchCommand::Run() {
  if (server_cores_ == 0) server_cores_ = std::max<size_t>(Cores() / 2, 1);
  TASNIF_ASSIGN_OR_RETURN(const std::vector<v1::Article> articles, ReadArticles());
  ServerBench bench = {.machine = DescribeMachine(), .server_cores = server_cores_};
  for (const v1::Article& article : articles) {
    bench.mean_bytes += static_cast<double>(article.text().size()) / articles.size();
  }
  Tell("the engine in this process");
  TASNIF_ASSIGN_OR_RETURN(bench.in_process, MeasureEngine(articles));
  TASNIF_ASSIGN_OR_RETURN(const auto server, StartServer());
  const CoreScope cores(server_cores_, Cores());
  for (const char* method : {"unary", "stream"}) {
    for (const size_t batch : kBatches) {
      const double most = kOverload * bench.in_process.articles_per_s;
      bench.runs.push_back(Measure(*server, articles, method, batch, most));
      const double reached = bench.runs.back().result.articles_per_s;
      if (reached <= 0) return absl::UnavailableError("the server labelled nothing under load");
      bench.runs.push_back(Measure(*server, articles, method, batch, kHalf * reached));
    }
  }
  const std::string out = is_json_ ? ServerBenchJson(bench) + "\n" : ServerBenchTable(bench);
  std::fputs(out.c_str(), stdout);
  return Verdict::kAllDone;
}

}  // namespace tasnif
