#include "train/train.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/status.h"
#include "cli/commands.h"
#include "cli/model_options.h"
#include "cli/user_name.h"
#include "train/recipe.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Example:
  tasnif train models/recipes/topic.json --data data --out models

The bundle becomes OUT/HEAD/VERSION with the next free version. The first version of a head becomes
its champion; a later one answers only after it was promoted. With one training thread the same
recipe and data give the same bundle.)";

// models/recipes/topic.json → models/recipes/data_sources.json, where that exists.
std::string DataSourcesBeside(const std::string& recipe_path) {
  const std::string path =
      (std::filesystem::path(recipe_path).parent_path() / "data_sources.json").string();
  return PosixFiles().Exists(path) ? path : "";
}

class TrainCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("recipe", recipe_path_, "What to train, from which files, and how")
        ->type_name("RECIPE")
        ->required();
    app.add_option("--data", options_.data_folder, "Folder of the files that the recipe names")
        ->type_name("DIR")
        ->required();
    app.add_option("--out", options_.models_folder, "Folder of models to publish to")
        ->type_name("DIR")
        ->required();
    app.add_option("--work", options_.work_folder,
                   "Folder for the unpacked training file; default: the system's")
        ->type_name("DIR");
    app.add_option("--threads", threads_,
                   "Threads of the trainer; default: the recipe's. More than one is faster and not "
                   "deterministic")
        ->check(CLI::Range(1, 1024));
    app.add_option("--by", options_.change.who, "Who does it; default: the user's name")
        ->type_name("NAME");
    app.add_option("--why", options_.change.why, "Why; for the history")->type_name("TEXT");
    app.footer(kExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_ASSIGN_OR_RETURN(Recipe recipe, ReadRecipe(recipe_path_));
    if (threads_ > 0) recipe.fasttext.threads = threads_;
    options_.data_sources_path = DataSourcesBeside(recipe_path_);
    ThreadPool pool(std::max(1u, std::thread::hardware_concurrency()));
    SystemClock clock;
    FillChange(clock);
    TASNIF_ASSIGN_OR_RETURN(const TrainResult result, Train(recipe, options_,
                                                            {.executor = pool,
                                                             .clock = clock,
                                                             .files = PosixFiles(),
                                                             .progress = StderrProgressOutput()}));
    std::printf("%s\npublished %s@%s in %s%s\n", result.report.c_str(),
                result.bundle.head().c_str(), result.bundle.version().c_str(),
                result.folder.c_str(), result.is_champion ? " (champion)" : "");
    return Verdict::kAllDone;
  }

 private:
  void FillChange(const Clock& clock) {
    Change& change = options_.change;
    if (change.who.empty()) change.who = UserName();
    if (change.why.empty()) change.why = absl::StrCat("tasnif train ", recipe_path_);
    change.when = clock.Now();
  }

  std::string recipe_path_;
  TrainOptions options_;
  uint32_t threads_ = 0;
};

}  // namespace

std::unique_ptr<Command> MakeTrainCommand() { return std::make_unique<TrainCommand>(); }

}  // namespace tasnif
