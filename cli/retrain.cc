#include "train/retrain.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/status.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/model_options.h"
#include "cli/output.h"
#include "cli/store_option.h"
#include "cli/user_name.h"
#include "feedback/correction_export.h"
#include "feedback/text_finder.h"
#include "registry/bundle_folder.h"
#include "train/gate_report.h"
#include "train/work_folder.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Examples:
  tasnif retrain --head topic --data data --store feedback.db --models /srv/models
  tasnif retrain --head topic --data data --recipe topic.json --gate rules.json --probes probes.jsonl
  tasnif retrain --head topic --data data --force --by layla --why "new outlet, see ticket 12"

Exports the corrections, merges them with the recipe's data, trains, and judges the new model against
the champion on the recipe's test part. What passes the gate becomes the challenger.
Exit codes: 0 published, or there is no correction to learn from; 2 wrong usage; 3 it could not be
done; 4 the gate refused the model, and everything is as it was.)";

class RetrainCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("--head", head_, "The head to retrain")->type_name("NAME")->required();
    app.add_option("--data", options_.data_folder, "Folder of the files that the recipe names")
        ->type_name("DIR")
        ->required();
    app.add_option("--recipe", recipe_path_, "Default: the recipe that made the champion")
        ->type_name("FILE");
    app.add_option("--gate", rules_path_, "Rules of the gate, JSON; see docs/retraining.md")
        ->type_name("FILE");
    app.add_option("--probes", options_.probes_path, "Articles whose labels must not change")
        ->type_name("FILE");
    app.add_option("--articles", article_paths_, "JSON lines in which missing texts are looked up")
        ->type_name("FILE")
        ->allow_extra_args(false);
    app.add_option("--repeat", options_.corrections_repeat, "Times each correction is learnt from")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    app.add_option("--work", options_.work_folder, "Folder for intermediate files")
        ->type_name("DIR");
    app.add_flag("--force", options_.is_forced, "Publish even where the gate says no");
    app.add_option("--by", options_.change.who, "Who does it; default: the user's name");
    app.add_option("--why", options_.change.why, "Why; required with --force");
    store_.Declare(app);
    models_.Declare(app);
    app.footer(kExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_RETURN_IF_ERROR(Prepare());
    TASNIF_ASSIGN_OR_RETURN(const auto work, WorkFolder::Create(options_.work_folder));
    options_.corrections_path = work->path() + "/corrections.jsonl";
    TASNIF_ASSIGN_OR_RETURN(const ExportCounts exported, Export(options_.corrections_path));
    if (exported.lines == 0) {
      std::printf("no correction of %s to learn from%s; nothing to do\n", head_.c_str(),
                  WhyNone(exported).c_str());
      return Verdict::kAllDone;
    }
    ThreadPool pool(std::max(1u, std::thread::hardware_concurrency()));
    SystemClock clock;
    options_.change.when = clock.Now();
    TASNIF_ASSIGN_OR_RETURN(const RetrainResult result,
                            Retrain(options_, {.executor = pool,
                                               .clock = clock,
                                               .files = PosixFiles(),
                                               .progress = StderrProgressOutput()}));
    return Tell(result, exported);
  }

 private:
  static std::string WhyNone(const ExportCounts& exported) {
    if (exported.undecided + exported.without_text == 0) return "";
    return absl::StrCat(" (", exported.undecided, " left out for conflicts, ",
                        exported.without_text, " without text, which --articles may find)");
  }

  // A night without corrections must not hide what would fail on the next one.
  absl::Status CheckFiles() const {
    for (const auto& [option, path] :
         {std::pair<const char*, std::string>("--data", options_.data_folder),
          {"--probes", options_.probes_path}}) {
      if (path.empty() || PosixFiles().Exists(path)) continue;
      return absl::NotFoundError(absl::StrCat(option, ": there is no '", path, "'"));
    }
    return absl::OkStatus();
  }

  absl::Status Prepare() {
    TASNIF_RETURN_IF_ERROR(CheckFiles());
    if (options_.is_forced && options_.change.why.empty()) {
      return absl::InvalidArgumentError("--force needs --why, for the history");
    }
    if (options_.change.why.empty()) options_.change.why = "tasnif retrain";
    if (options_.change.who.empty()) options_.change.who = UserName();
    options_.models_folder = models_.folder();
    options_.labeller = models_.labeller_options();
    if (!rules_path_.empty()) {
      TASNIF_ASSIGN_OR_RETURN(const std::string json, PosixFiles().Read(rules_path_));
      absl::StatusOr<GateRules> rules = ParseGateRules(json);
      if (!rules.ok()) return Annotate(rules.status(), rules_path_);
      options_.rules = *std::move(rules);
    }
    return ReadTheRecipe();
  }

  absl::Status ReadTheRecipe() {
    if (!recipe_path_.empty()) {
      TASNIF_ASSIGN_OR_RETURN(options_.recipe, ReadRecipe(recipe_path_));
    } else {
      TASNIF_ASSIGN_OR_RETURN(const auto registry, models_.OpenRegistry());
      const auto models = registry->Snapshot();
      TASNIF_ASSIGN_OR_RETURN(const HeadModel* champion, models->Resolve(head_));
      TASNIF_ASSIGN_OR_RETURN(options_.recipe, ParseRecipe(champion->bundle.recipe()));
    }
    if (options_.recipe.head == head_) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat("the recipe is for head '", options_.recipe.head,
                                                   "', asked for '", head_, "'"));
  }

  absl::StatusOr<ExportCounts> Export(const std::string& path) const {
    TASNIF_ASSIGN_OR_RETURN(const auto store,
                            store_.Open(TextPolicy::kHashOnly, /*is_made=*/false));
    const CorrectionFilter filter{.head = head_};
    TextFinder finder;
    for (const std::string& articles : article_paths_) {
      TASNIF_RETURN_IF_ERROR(finder.Search(*store, filter, articles));
    }
    TASNIF_ASSIGN_OR_RETURN(const auto output, Output::Open(path));
    CorrectionExport out(ConflictPolicy::kLeaveOut,
                         [&finder](const std::string& sha256) { return finder.Find(sha256); });
    TASNIF_RETURN_IF_ERROR(ForEachCorrectedArticle(*store, filter, [&](CorrectedArticle article) {
      return out.Add(std::move(article),
                     [&](const std::string& line) { return output->Write(line + "\n"); });
    }));
    TASNIF_RETURN_IF_ERROR(output->Close());
    return out.counts();
  }

  absl::StatusOr<Verdict> Tell(const RetrainResult& result, const ExportCounts& exported) const {
    std::printf("%llu corrections, %llu left out for conflicts, %llu without text\n",
                static_cast<unsigned long long>(exported.lines),
                static_cast<unsigned long long>(exported.undecided),
                static_cast<unsigned long long>(exported.without_text));
    std::printf("%llu repeat an article that is judged by and were left out\n",
                static_cast<unsigned long long>(result.merged.leaks));
    if (result.has_gate) {
      std::printf("%sreport: %s\n", GateText(result.gate).c_str(), result.report_path.c_str());
    }
    if (result.version.empty()) return Verdict::kRefused;
    TellWhatIsNext(absl::StrCat(head_, "@", result.version));
    return Verdict::kAllDone;
  }

  void TellWhatIsNext(const std::string& model) const {
    const struct {
      const char* when;
      const char* command;
      const char* options;
    } kNext[] = {{"next", "promote", ""},
                 {"or on trial first, unseen", "shadow", " --percent 20"},
                 {"or on trial first, for some articles", "canary", " --percent 5"}};
    std::printf("published %s\n", model.c_str());
    for (const auto& next : kNext) {
      std::printf("%s: tasnif models %s %s%s --why REASON --models %s\n", next.when, next.command,
                  model.c_str(), next.options, models_.folder().c_str());
    }
  }

  std::string head_;
  std::string recipe_path_;
  std::string rules_path_;
  std::vector<std::string> article_paths_;
  RetrainOptions options_;
  StoreOption store_;
  ModelOptions models_;
};

}  // namespace

std::unique_ptr<Command> MakeRetrainCommand() { return std::make_unique<RetrainCommand>(); }

}  // namespace tasnif
