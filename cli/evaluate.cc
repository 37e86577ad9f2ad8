#include "train/evaluate.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/status.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/model_options.h"
#include "train/evaluation_report.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Examples:
  tasnif evaluate topic.jsonl.xz --head topic --split test
  tasnif evaluate topic.jsonl.xz --head topic --source sanad_khaleej --split test --json
  tasnif evaluate news.jsonl --head source_type --text-only --model source_type@2)";

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
    app.add_flag("--text-only", text_only_, "Judge by the text alone: no url, publisher or byline");
    app.add_flag("--json", is_json_, "One JSON object instead of tables");
    app.footer(kExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_ASSIGN_OR_RETURN(const auto registry, models_.OpenRegistry());
    TASNIF_ASSIGN_OR_RETURN(const auto labeller, Labeller::Create(models_.labeller_options()));
    ThreadPool pool(std::max(1u, std::thread::hardware_concurrency()));
    TASNIF_ASSIGN_OR_RETURN(const Outcomes outcomes,
                            Collect(*labeller, *registry->Snapshot(), pool));
    Evaluation evaluation = Evaluate(outcomes.outcomes);
    evaluation.failed = outcomes.failed;
    std::fputs(is_json_ ? (EvaluationJson(evaluation) + "\n").c_str()
                        : EvaluationTable(evaluation).c_str(),
               stdout);
    return ReportFailures(outcomes);
  }

 private:
  static void AddFilter(CLI::App& app, const std::string& name, std::vector<std::string>& values,
                        const std::string& summary) {
    app.add_option(name, values, summary + "; may be repeated")
        ->type_name("NAME")
        ->delimiter(',')
        ->allow_extra_args(false);
  }

  EvaluateOptions Options() const {
    EvaluateOptions options;
    options.head = head_;
    if (!model_.empty()) {
      options.head = absl::StrContains(model_, '@') ? model_ : absl::StrCat(head_, "@", model_);
    }
    options.filter = filter_;
    options.text_only = text_only_;
    options.labeller = models_.labeller_options();
    return options;
  }

  absl::StatusOr<Outcomes> Collect(const Labeller& labeller, const ModelSet& models,
                                   Executor& executor) const {
    Outcomes all;
    SystemClock clock;
    for (const std::string& path : paths_) {
      Progress progress({.label = path, .unit = "articles"}, clock, StderrProgressOutput());
      TASNIF_ASSIGN_OR_RETURN(
          Outcomes one, CollectOutcomes(labeller, models, path, Options(), executor, &progress));
      std::move(one.outcomes.begin(), one.outcomes.end(), std::back_inserter(all.outcomes));
      if (all.failed == 0) all.first_failure = one.first_failure;
      all.failed += one.failed;
    }
    return all;
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
  ModelOptions models_;
  EvaluationFilter filter_;
  bool text_only_ = false;
  bool is_json_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeEvaluateCommand() { return std::make_unique<EvaluateCommand>(); }

}  // namespace tasnif
