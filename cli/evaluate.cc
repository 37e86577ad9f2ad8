#include "train/evaluate.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <iterator>
#include <memory>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/status.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/model_options.h"
#include "train/error_examples.h"
#include "train/evaluation_report.h"
#include "train/html_report.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Examples:
  tasnif evaluate topic.jsonl.xz --head topic --split test
  tasnif evaluate topic.jsonl.xz --head topic --source sanad_khaleej --split test --json
  tasnif evaluate news.jsonl --head source_type --text-only --model source_type@2
  tasnif evaluate topic.jsonl.xz --head topic --split test --model 2 --compare 1 --html report.html)";

// Interval and errors of a report; nobody has asked to choose them.
constexpr double kLevel = 0.95;
constexpr size_t kErrors = 20;

class EvaluateCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("files", paths_, "Labelled articles, JSON lines, compressed or not")
        ->type_name("FILE")
        ->required();
    app.add_option("--head", head_, "The head to measure")->type_name("NAME")->required();
    app.add_option("--model", model_, "A version instead of the champion: HEAD@VERSION, or VERSION")
        ->type_name("MODEL");
    models_.Declare(app);
    AddFilter(app, "--source", filter_.sources, "Only articles of this data set");
    AddFilter(app, "--split", filter_.splits, "Only this split, such as test");
    AddFilter(app, "--publisher", filter_.publishers, "Only articles of this publisher");
    AddFilter(app, "--language", filter_.languages, "Only this language, such as ar");
    AddFilter(app, "--label", filter_.labels, "Only articles of which this is the true label");
    app.add_flag("--text-only", text_only_, "Judge by the text alone: no url, publisher or byline");
    app.add_option("--compare", baseline_, "Another version, as --model, that this one should beat")
        ->type_name("MODEL");
    app.add_option("--html", html_path_, "Also write a page with plots and the worst errors")
        ->type_name("FILE");
    app.add_option("--bootstrap", samples_, "Samples behind each interval; 0: no intervals")
        ->type_name("COUNT")
        ->capture_default_str()
        ->check(CLI::Range(0, 1000000));
    app.add_flag("--json", is_json_, "One JSON object instead of tables");
    app.footer(kExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_ASSIGN_OR_RETURN(const auto registry, models_.OpenRegistry());
    TASNIF_ASSIGN_OR_RETURN(const auto labeller, Labeller::Create(models_.labeller_options()));
    ThreadPool pool(std::max(1u, std::thread::hardware_concurrency()));
    const std::shared_ptr<const ModelSet> models = registry->Snapshot();
    const Context context{*labeller, *models, pool};
    Measured measured;
    TASNIF_ASSIGN_OR_RETURN(measured.outcomes, Collect(context, Reference(model_)));
    TASNIF_RETURN_IF_ERROR(CheckNotEmpty(measured.outcomes));
    measured.evaluation = Evaluate(measured.outcomes.outcomes);
    measured.evaluation.failed = measured.outcomes.failed;
    if (samples_ > 0) {
      measured.intervals = BootstrapIntervals(measured.outcomes.outcomes, Bootstrap());
    }
    TASNIF_RETURN_IF_ERROR(CompareWithBaseline(context, &measured));
    Print(measured);
    TASNIF_RETURN_IF_ERROR(WriteHtml(context, measured));
    return ReportFailures(measured.outcomes);
  }

 private:
  // What labels.
  struct Context {
    const Labeller& labeller;
    const ModelSet& models;
    Executor& executor;
  };

  struct Measured {
    Outcomes outcomes;
    Evaluation evaluation;
    Intervals intervals;
    Comparison comparison;  // Where there is a baseline.
  };

  static void AddFilter(CLI::App& app, const std::string& name, std::vector<std::string>& values,
                        const std::string& summary) {
    app.add_option(name, values, summary + "; may be repeated")
        ->type_name("NAME")
        ->delimiter(',')
        ->allow_extra_args(false);
  }

  // "2" → "topic@2"; "" → "topic".
  std::string Reference(const std::string& model) const {
    if (model.empty()) return head_;
    return absl::StrContains(model, '@') ? model : absl::StrCat(head_, "@", model);
  }

  EvaluateOptions OptionsFor(const std::string& reference) const {
    EvaluateOptions options;
    options.head = reference;
    options.filter = filter_;
    options.text_only = text_only_;
    options.labeller = models_.labeller_options();
    return options;
  }

  BootstrapOptions Bootstrap() const { return {.samples = samples_, .level = kLevel}; }

  absl::StatusOr<Outcomes> Collect(const Context& context, const std::string& reference) const {
    Outcomes all;
    SystemClock clock;
    for (uint32_t file = 0; file < paths_.size(); ++file) {
      const std::string& path = paths_[file];
      Progress progress({.label = path, .unit = "articles"}, clock, StderrProgressOutput());
      TASNIF_ASSIGN_OR_RETURN(Outcomes one,
                              CollectOutcomes(context.labeller, context.models, path,
                                              OptionsFor(reference), context.executor, &progress));
      for (Outcome& outcome : one.outcomes) outcome.file = file;
      std::move(one.outcomes.begin(), one.outcomes.end(), std::back_inserter(all.outcomes));
      if (all.failed == 0) all.first_failure = one.first_failure;
      all.failed += one.failed;
    }
    return all;
  }

  // Zeros about nothing would look like a bad model.
  absl::Status CheckNotEmpty(const Outcomes& outcomes) const {
    if (!outcomes.outcomes.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(
        "nothing to measure in ", absl::StrJoin(paths_, ", "), ": no article carries a label of ",
        "head '", head_, "'", DescribeFilter(filter_),
        outcomes.failed > 0 ? "; the first that failed: " : "", outcomes.first_failure));
  }

  absl::Status CompareWithBaseline(const Context& context, Measured* measured) const {
    if (baseline_.empty()) return absl::OkStatus();
    TASNIF_ASSIGN_OR_RETURN(const Outcomes baseline, Collect(context, Reference(baseline_)));
    BootstrapOptions bootstrap = Bootstrap();
    bootstrap.samples = std::max(1u, bootstrap.samples);
    TASNIF_ASSIGN_OR_RETURN(measured->comparison,
                            Compare(baseline.outcomes, measured->outcomes.outcomes, bootstrap));
    return absl::OkStatus();
  }

  void Print(const Measured& measured) const {
    if (is_json_) return PrintJson(measured);
    std::string out = EvaluationTable(measured.evaluation);
    if (samples_ > 0) out += IntervalsLine(measured.intervals, kLevel);
    if (!baseline_.empty()) {
      out += ComparisonTable(measured.comparison, Reference(baseline_), Reference(model_));
    }
    std::fputs(out.c_str(), stdout);
  }

  void PrintJson(const Measured& measured) const {
    Json json = EvaluationToJson(measured.evaluation);
    if (samples_ > 0) json["intervals"] = IntervalsToJson(measured.intervals, kLevel);
    if (!baseline_.empty()) {
      json["comparison"] = ComparisonToJson(measured.comparison, Reference(baseline_));
    }
    std::puts(DumpJson(json).c_str());
  }

  absl::Status WriteHtml(const Context& context, const Measured& measured) const {
    if (html_path_.empty()) return absl::OkStatus();
    HtmlReportFacts facts{
        .title = Reference(model_),
        .data = absl::StrCat(absl::StrJoin(paths_, ", "), DescribeFilter(filter_)),
        .evaluation = measured.evaluation,
        .intervals = measured.intervals,
        .level = kLevel};
    std::vector<int> percents(100);
    std::iota(percents.begin(), percents.end(), 1);
    facts.coverage = CoverageCurve(measured.outcomes.outcomes, percents);
    if (!baseline_.empty()) facts.baseline = Reference(baseline_);
    facts.comparison = measured.comparison;
    TASNIF_ASSIGN_OR_RETURN(
        facts.errors,
        ExplainErrors(context.labeller, context.models, paths_, OptionsFor(Reference(model_)),
                      SurestErrors(measured.outcomes.outcomes, kErrors), context.executor));
    return WriteAtomically(PosixFiles(), html_path_, HtmlReport(facts));
  }

  static absl::StatusOr<Verdict> ReportFailures(const Outcomes& outcomes) {
    if (outcomes.failed == 0) return Verdict::kAllDone;
    Complain(absl::StrCat(outcomes.failed,
                          " articles could not be measured; the first: ", outcomes.first_failure));
    return Verdict::kSomeFailed;
  }

  std::vector<std::string> paths_;
  std::string head_;
  std::string model_;
  std::string baseline_;
  std::string html_path_;
  uint32_t samples_ = 1000;
  ModelOptions models_;
  EvaluationFilter filter_;
  bool text_only_ = false;
  bool is_json_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeEvaluateCommand() { return std::make_unique<EvaluateCommand>(); }

}  // namespace tasnif
