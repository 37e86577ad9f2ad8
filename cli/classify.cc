#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/status.h"
#include "cli/commands.h"
#include "cli/connect_options.h"
#include "cli/console.h"
#include "cli/labelling.h"
#include "cli/model_options.h"
#include "cli/stop_signals.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Examples:
  tasnif classify article.txt page.html              a table with the reasons
  tasnif classify article.txt --explain              and the article, its telling words in colour
  tasnif classify letters/ --format jsonl            every known file of a folder
  tasnif classify feed.jsonl.xz --heads topic        one article a line, in order
  curl -s https://example.org/ | tasnif classify -   one article from a pipe
  tasnif classify feed.jsonl --server 127.0.0.1:8500 the same on a server
  tasnif classify archive.jsonl.xz --server a:8500,b:8500 --output labels.jsonl.zst \
      --errors failed.jsonl --resume archive.state   an archive; run it again to go on
  tasnif classify feed.jsonl --follow                as it grows, until Ctrl-C
  tasnif classify speech.txt --target Iran --target "European Union"

A .txt, .html or .htm file is one article; a .jsonl file (.xz, .zst, .gz too) has one a line.
Standard input is JSON lines where it begins with '{', else one article.
Exit code 1: some articles failed; each has its message on standard error, the others were
labelled.)";

class ClassifyCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("paths", paths_, "Files, folders, or - for standard input")
        ->type_name("FILE|DIR|-");
    CLI::Option* server =
        app.add_option("--server", servers_,
                       "Label on these servers instead of in this process; may be repeated")
            ->type_name("HOST:PORT,...")
            ->delimiter(',')
            ->allow_extra_args(false);
    app.add_option("--batch", batch_, "Articles in one call to a server, at most")
        ->check(CLI::Range(1, 100000))
        ->needs(server)
        ->capture_default_str();
    app.add_option("--timeout", timeout_seconds_,
                   "Seconds that an article may take at the servers, retries included")
        ->check(CLI::PositiveNumber)
        ->needs(server)
        ->capture_default_str();
    connect_.Declare(app, server);
    models_.Declare(app);
    DeclareAnswer(app);
    DeclareBulk(app);
    app.footer(kExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_RETURN_IF_ERROR(ReadStandardInputByDefault());
    TASNIF_RETURN_IF_ERROR(CheckBulk());
    TASNIF_ASSIGN_OR_RETURN(const ResumeState state, LoadState());
    ThreadPool pool(threads_ > 0 ? threads_ : std::max(1u, std::thread::hardware_concurrency()));
    // Models come first: without them the output file stays as it is.
    std::unique_ptr<Registry> registry;
    if (servers_.empty()) {
      TASNIF_ASSIGN_OR_RETURN(registry, models_.OpenRegistry());
      TASNIF_RETURN_IF_ERROR(CheckChampions(*registry, heads_, pins_));
    }
    TASNIF_ASSIGN_OR_RETURN(const auto backend, MakeBackend(registry.get(), pool));
    TASNIF_ASSIGN_OR_RETURN(const auto output,
                            Output::Open(output_path_, {.keep_bytes = state.output_bytes}));
    std::unique_ptr<Output> errors;
    if (!errors_path_.empty()) {
      TASNIF_ASSIGN_OR_RETURN(errors,
                              Output::Open(errors_path_, {.keep_bytes = state.errors_bytes}));
    }
    return Label(*backend, *output, errors.get(), state, pool);
  }

 private:
  void DeclareAnswer(CLI::App& app) {
    app.add_option("--format", format_, "table or jsonl; default: table on a terminal, else jsonl")
        ->check(CLI::IsMember({"table", "jsonl"}));
    app.add_option("--output", output_path_,
                   "Write here instead of standard output; .xz, .zst and .gz are compressed")
        ->type_name("FILE");
    app.add_option("--heads", heads_, "Heads to use, such as topic,stance; default: all")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->type_name("NAME,...");
    app.add_option("--model", pins_, "A version instead of the champion, such as topic@3")
        ->allow_extra_args(false)
        ->type_name("HEAD@VERSION");
    app.add_option("--top-k", top_k_, "Alternatives for each label")
        ->check(CLI::Range(1, 32))
        ->capture_default_str();
    app.add_flag(
        "--explain", explain_,
        "Words that made each label; in a table, which names them anyway, the article with "
        "these words in colour");
    app.add_option("--color", color_, "Colours in a table; auto: on a terminal without NO_COLOR")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->capture_default_str();
    app.add_option("--target", targets_, "Stance target for articles that bring none")
        ->allow_extra_args(false)
        ->type_name("NAME");
    app.add_option("--threads", threads_, "Threads; default: one for each core")
        ->check(CLI::Range(1, 1024));
  }

  void DeclareBulk(CLI::App& app) {
    app.add_option("--errors", errors_path_,
                   "Failed articles go here, one a line, instead of into the output")
        ->type_name("FILE");
    app.add_option("--resume", state_path_,
                   "Keep here how far the work is, and go on from there; with --output")
        ->type_name("FILE");
    app.add_flag("--follow", is_following_,
                 "Wait for more at the end of the last file, until SIGINT or SIGTERM");
  }

  absl::Status CheckBulk() const {
    if (!state_path_.empty() && (output_path_.empty() || output_path_ == "-")) {
      return absl::InvalidArgumentError(
          "--resume needs --output FILE: what went to a pipe cannot be taken back");
    }
    if (is_following_ && paths_.back() == "-") {
      return absl::InvalidArgumentError(
          "--follow needs a file; standard input is read until its writer ends anyway");
    }
    return absl::OkStatus();
  }

  absl::StatusOr<ResumeState> LoadState() const {
    if (state_path_.empty()) return ResumeState();
    return LoadResumeState(PosixFiles(), state_path_,
                           {.inputs = paths_, .output = output_path_, .errors = errors_path_});
  }

  absl::Status ReadStandardInputByDefault() {
    if (!paths_.empty()) return absl::OkStatus();
    if (isatty(STDIN_FILENO) == 1) {
      return absl::InvalidArgumentError(
          "nothing to classify: name files or folders, or - to type an article (end it with "
          "Ctrl-D); see 'tasnif classify --help'");
    }
    paths_.push_back("-");
    return absl::OkStatus();
  }

  absl::StatusOr<std::unique_ptr<Backend>> MakeBackend(const Registry* registry,
                                                       Executor& executor) const {
    if (registry != nullptr) {
      return MakeLocalBackend(models_.labeller_options(), Options(), *registry, executor);
    }
    TASNIF_ASSIGN_OR_RETURN(const ClientOptions options,
                            connect_.Complete({.addresses = servers_,
                                               .timeout = absl::Seconds(timeout_seconds_),
                                               .max_articles_per_call = batch_}));
    return MakeServerBackend(options, Options(), executor);
  }

  v1::ClassifyOptions Options() const {
    v1::ClassifyOptions options;
    for (const std::string& head : heads_) options.add_heads(head);
    for (const std::string& pin : pins_) options.add_models(pin);
    for (const std::string& target : targets_) options.add_targets()->set_name(target);
    options.set_top_k(top_k_);
    // Lines for a machine may wait; a person at a terminal should not.
    if (!AlwaysExplains()) options.set_priority(v1::PRIORITY_BULK);
    options.set_explain(explain_ || AlwaysExplains());
    options.set_return_text(Format() == ResultFormat::kMarkedTable);
    return options;
  }

  // A table shows reasons; whether it will be one is known from the arguments and the terminal.
  bool AlwaysExplains() const {
    if (!format_.empty()) return format_ == "table";
    return output_path_.empty() && isatty(STDOUT_FILENO) == 1;
  }

  // https://no-color.org asks for the variable.
  bool HasColors() const {
    if (color_ != "auto") return color_ == "always";
    const char* const refused = std::getenv("NO_COLOR");
    return output_path_.empty() && isatty(STDOUT_FILENO) == 1 &&
           (refused == nullptr || *refused == '\0');
  }

  ResultFormat Format() const {
    if (!AlwaysExplains()) return ResultFormat::kJsonLines;
    return explain_ && HasColors() ? ResultFormat::kMarkedTable : ResultFormat::kTable;
  }

  absl::StatusOr<Verdict> Label(Backend& backend, Output& output, Output* errors,
                                const ResumeState& state, Executor& executor) const {
    ArticleInput input(ExpandPaths(paths_), models_.max_article_bytes());
    if (is_following_) input.FollowLast(StopSignals());
    SystemClock clock;
    Progress progress({.label = "classify", .unit = "articles"}, clock,
                      output.is_terminal() ? ProgressOutput{} : StderrProgressOutput());
    absl::StatusOr<Verdict> verdict =
        LabelInput(&input, {.format = Format(), .state_path = state_path_, .state = state},
                   {.backend = backend,
                    .executor = executor,
                    .output = output,
                    .errors = errors,
                    .progress = progress,
                    .clock = clock});
    // The reader of the pipe has what it wanted.
    if (absl::IsCancelled(verdict.status())) return Verdict::kAllDone;
    TASNIF_RETURN_IF_ERROR(verdict.status());
    TASNIF_RETURN_IF_ERROR(output.Close());
    if (errors != nullptr) {
      TASNIF_RETURN_IF_ERROR(errors->Close());
      if (*verdict == Verdict::kSomeFailed) {
        Complain(absl::StrCat("some articles failed; see '", errors_path_, "'"));
      }
    }
    return verdict;
  }

  std::vector<std::string> paths_;
  std::vector<std::string> servers_;
  ConnectOptions connect_;
  ModelOptions models_;
  std::string format_;
  std::string output_path_;
  std::string errors_path_;
  std::string state_path_;
  bool is_following_ = false;
  std::vector<std::string> heads_;
  std::vector<std::string> pins_;
  std::vector<std::string> targets_;
  uint32_t top_k_ = 3;
  size_t threads_ = 0;
  size_t batch_ = 512;
  double timeout_seconds_ = 60;
  bool explain_ = false;
  std::string color_ = "auto";
};

}  // namespace

std::unique_ptr<Command> MakeClassifyCommand() { return std::make_unique<ClassifyCommand>(); }

}  // namespace tasnif
