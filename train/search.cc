#include "train/search.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "base/json.h"
#include "base/sha256.h"
#include "base/status.h"
#include "train/dataset.h"
#include "train/halving_search.h"
#include "train/pretraining.h"
#include "train/search_budget.h"
#include "train/trial_log.h"
#include "train/trial_runner.h"
#include "train/work_folder.h"

namespace tasnif {
namespace {

SettingValues StartingValues(const Recipe& recipe) {
  const FastTextArgs& args = recipe.fasttext;
  const SettingValues all = {{"lr", args.lr},         {"epoch", args.epoch},
                             {"dim", args.dim},       {"word_ngrams", args.word_ngrams},
                             {"bucket", args.bucket}, {"min_count", args.min_count},
                             {"minn", args.minn},     {"maxn", args.maxn}};
  SettingValues values;
  for (const auto& [name, range] : recipe.search.ranges) values[name] = all.at(name);
  return values;
}

// With ranges, where the recipe names none.
absl::StatusOr<SearchRecipe> Complete(const Recipe& recipe) {
  SearchRecipe search = recipe.search;
  const bool has_pretraining = !recipe.pretraining.data.empty();
  if (search.ranges.empty()) {
    search.ranges = DefaultSearchRanges();
    if (has_pretraining) search.ranges.erase("dim");
  }
  if (has_pretraining && search.ranges.count("dim") > 0) {
    return absl::InvalidArgumentError(
        "'search.ranges.dim' stands beside 'pretraining', whose vectors have one dim; leave one of "
        "both out");
  }
  if (!recipe.reuse_version.empty()) {
    return absl::InvalidArgumentError(
        "'reuse_version' takes a model as it is: there is nothing to search");
  }
  return search;
}

std::string ValuesText(const SettingValues& values) {
  return absl::StrJoin(values, " ", [](std::string* out, const auto& value) {
    absl::StrAppend(out, value.first, " ", value.second);
  });
}

std::string TrialsTable(const std::vector<ScoredTrial>& trials, const std::string& metric) {
  std::string out = absl::StrFormat("%5s  %5s  %8s  settings\n", "trial", "rows", metric);
  for (const ScoredTrial& scored : trials) {
    const std::string score = scored.score < 0 ? "diverged" : absl::StrFormat("%.4f", scored.score);
    absl::StrAppendFormat(&out, "%5d  %4.0f%%  %8s  %s\n", scored.trial.number,
                          100 * scored.trial.share, score, ValuesText(scored.trial.values));
  }
  return out;
}

// One search, from beginning to end; each step leaves its result here.
class Searching {
 public:
  Searching(const Recipe& recipe, const SearchOptions& options, const TrainEnvironment& env)
      : recipe_(recipe), options_(options), env_(env) {}

  absl::StatusOr<SearchResult> Run() {
    TASNIF_ASSIGN_OR_RETURN(recipe_.search, Complete(recipe_));
    TASNIF_ASSIGN_OR_RETURN(work_, WorkFolder::Create(options_.work_folder));
    TASNIF_RETURN_IF_ERROR(ReadData());
    TASNIF_ASSIGN_OR_RETURN(TrialLog log,
                            TrialLog::Open(env_.files, Path("trials.jsonl"), About()));
    HalvingSearch search(recipe_.search, StartingValues(recipe_));
    TASNIF_RETURN_IF_ERROR(Replay(log, &search));
    TASNIF_RETURN_IF_ERROR(RunTrials(&log, &search));
    return Finish(log, search);
  }

 private:
  std::string Path(const char* name) const {
    return absl::StrCat(options_.work_folder, "/", recipe_.head, ".", name);
  }

  absl::Status ReadData() {
    Progress progress({.label = "read", .unit = "lines"}, env_.clock, env_.progress);
    TASNIF_ASSIGN_OR_RETURN(dataset_, BuildDataset(recipe_, options_.data_folder, work_->path(),
                                                   env_.executor, &progress));
    TASNIF_ASSIGN_OR_RETURN(text_, ReadPretrainingText(recipe_, options_.data_folder, work_->path(),
                                                       env_.executor, &progress));
    return absl::OkStatus();
  }

  // Everything that a score depends on.
  std::string About() const {
    std::string about = absl::StrCat(kTrialVersion, "\n", recipe_.json, "\n");
    absl::StrAppend(&about, recipe_.fasttext.threads, "\n");
    for (const v1::DataSet& file : dataset_.files) absl::StrAppend(&about, file.sha256(), "\n");
    for (const v1::DataSet& file : text_.files) absl::StrAppend(&about, file.sha256(), "\n");
    return Sha256Hex(about);
  }

  absl::Status Replay(const TrialLog& log, HalvingSearch* search) const {
    for (const ScoredTrial& scored : log.trials()) {
      if (search->Next() != scored.trial) {
        return absl::DataLossError(absl::StrCat("'", log.path(), "': trial ", scored.trial.number,
                                                " is not the one that belongs here; remove it and "
                                                "those after it"));
      }
      search->Report(scored.score);
    }
    return absl::OkStatus();
  }

  absl::Status RunTrials(TrialLog* log, HalvingSearch* search) {
    // Before the clock runs.
    if (log->spent() >= options_.total) return absl::OkStatus();
    TASNIF_ASSIGN_OR_RETURN(
        const auto runner,
        TrialRunner::Create({recipe_, dataset_, text_.path, options_.data_folder, work_->path(),
                             options_.max_memory_bytes, options_.labeller, env_.executor}));
    const SearchBudget budget(options_.total, log->spent(), env_.clock);
    const auto total = static_cast<uint64_t>(std::ceil(absl::ToDoubleSeconds(options_.total)));
    Progress progress({.label = "search", .unit = "s", .total = total}, env_.clock, env_.progress);
    while (search->Next().has_value() && budget.HasTime()) {
      ShowTrial(*search, &progress);
      TASNIF_ASSIGN_OR_RETURN(const bool has_ended,
                              RunOne(*runner, budget, &progress, log, search));
      if (!has_ended) break;
    }
    return absl::OkStatus();
  }

  static void ShowTrial(const HalvingSearch& search, Progress* progress) {
    const std::string best =
        search.best().has_value() ? absl::StrFormat(", best %.4f", search.best()->score) : "";
    progress->SetNote(absl::StrCat("trial ", search.Next()->number, best));
  }

  // false: the budget ended it.
  absl::StatusOr<bool> RunOne(TrialRunner& runner, const SearchBudget& budget, Progress* progress,
                              TrialLog* log, HalvingSearch* search) {
    const Trial trial = *search->Next();
    const absl::Duration before = budget.Spent();
    const absl::StatusOr<double> score = runner.Run(trial, [&budget, progress] {
      progress->MoveTo(static_cast<uint64_t>(absl::ToDoubleSeconds(budget.Spent())));
      return !budget.HasTime();
    });
    const absl::Duration taken = budget.Spent() - before;
    if (absl::IsCancelled(score.status())) {
      TASNIF_RETURN_IF_ERROR(log->AddStopped(taken));
      return false;
    }
    if (!score.ok()) return score.status();
    TASNIF_RETURN_IF_ERROR(log->Add({trial, *score}, taken));
    search->Report(*score);
    return true;
  }

  absl::StatusOr<SearchResult> Finish(const TrialLog& log, const HalvingSearch& search) {
    SearchResult result;
    const std::optional<ScoredTrial>& best = search.best();
    const SettingValues values = best.has_value() ? best->trial.values : StartingValues(recipe_);
    TASNIF_ASSIGN_OR_RETURN(result.recipe, WithSettings(recipe_, values));
    result.recipe_path = Path("best.json");
    TASNIF_RETURN_IF_ERROR(
        WriteAtomically(env_.files, result.recipe_path, result.recipe.json + "\n"));
    SearchRecord& record = result.record;
    record.trials = search.reported();
    record.metric = recipe_.search.metric;
    record.part = recipe_.search.part;
    record.budget = options_.total;
    if (best.has_value()) {
      record.best_trial = best->trial.number;
      record.best_score = best->score;
    }
    result.report = TrialsTable(log.trials(), recipe_.search.metric);
    absl::StrAppend(&result.report, best.has_value()
                                        ? absl::StrCat("best: trial ", best->trial.number)
                                        : "no trial on all rows ended within the time");
    return result;
  }

  Recipe recipe_;  // With the ranges that are searched.
  const SearchOptions& options_;
  const TrainEnvironment& env_;

  std::unique_ptr<WorkFolder> work_;
  Dataset dataset_;
  PretrainingText text_;
};

}  // namespace

absl::StatusOr<Recipe> WithSettings(const Recipe& recipe, const SettingValues& values) {
  TASNIF_ASSIGN_OR_RETURN(Json json, ParseJson(recipe.json));
  json.erase("search");
  for (const auto& [name, value] : values) {
    Json& setting = json["fasttext"][name];
    if (IsWholeSetting(name)) {
      setting = static_cast<uint32_t>(value);
    } else {
      setting = value;
    }
  }
  TASNIF_ASSIGN_OR_RETURN(Recipe out, ParseRecipe(DumpJsonPretty(json)));
  // Not of the file: an option of the command line.
  out.fasttext.threads = recipe.fasttext.threads;
  return out;
}

absl::StatusOr<SearchResult> Search(const Recipe& recipe, const SearchOptions& options,
                                    const TrainEnvironment& environment) {
  return Searching(recipe, options, environment).Run();
}

}  // namespace tasnif
