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
#include "base/machine_memory.h"
#include "base/status.h"
#include "cli/commands.h"
#include "cli/model_options.h"
#include "cli/user_name.h"
#include "train/recipe.h"
#include "train/search.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Examples:
  tasnif train models/recipes/topic.json --data data --out models
  tasnif train topic.json --data data --out models --work work --search-seconds 600
  tasnif train topic.json --data data --out models --keep-vectors
  tasnif train topic.json --data data --out models --warm-start champion

The bundle becomes OUT/HEAD/VERSION with the next free version. The first version of a head becomes
its champion; a later one answers only after it was promoted. With one training thread the same
recipe and data give the same bundle.

A search tries settings of fastText (the recipe's 'search' says which) and trains with the best. It
keeps HEAD.trials.jsonl and HEAD.best.json, a normal recipe, in the folder --work; the same command
again goes on after the last finished trial.)";

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
                   "Folder for the unpacked training file and for trials; default: the system's")
        ->type_name("DIR");
    app.add_option("--threads", threads_,
                   "Threads of the trainer; default: the recipe's. More than one is faster and not "
                   "deterministic")
        ->check(CLI::Range(1, 256));
    DeclareStart(app);
    app.add_option("--max-memory", max_megabytes_,
                   "Refuse a training that would need more, in MiB; default: what is free")
        ->check(CLI::Range(1, 1 << 24));
    app.add_option("--by", options_.change.who, "Who does it; default: the user's name")
        ->type_name("NAME");
    app.add_option("--why", options_.change.why, "Why; for the history")->type_name("TEXT");
    app.footer(kExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_ASSIGN_OR_RETURN(Recipe recipe, ReadRecipe(recipe_path_));
    if (threads_ > 0) recipe.fasttext.threads = threads_;
    TellThreads(recipe);
    options_.data_sources_path = DataSourcesBeside(recipe_path_);
    LimitMemory();
    ThreadPool pool(std::max(1u, std::thread::hardware_concurrency()));
    SystemClock clock;
    const TrainEnvironment env{.executor = pool,
                               .clock = clock,
                               .files = PosixFiles(),
                               .progress = StderrProgressOutput()};
    if (search_seconds_ > 0) TASNIF_RETURN_IF_ERROR(SearchFirst(env, &recipe));
    FillChange(clock);
    TASNIF_ASSIGN_OR_RETURN(const TrainResult result, Train(recipe, options_, env));
    std::printf("%s\npublished %s@%s in %s%s\n", result.report.c_str(),
                result.bundle.head().c_str(), result.bundle.version().c_str(),
                result.folder.c_str(), result.is_champion ? " (champion)" : "");
    return Verdict::kAllDone;
  }

 private:
  // Where settings and vectors come from.
  void DeclareStart(CLI::App& app) {
    app.add_option("--search-seconds", search_seconds_,
                   "First search for settings, for so long, counting earlier runs; needs --work")
        ->check(CLI::Range(1, 10000000));
    app.add_option("--warm-start", options_.warm_start,
                   "Words begin with these vectors instead of random numbers or pretraining: a "
                   "version or alias of the head that keeps them, or a file in word2vec's text "
                   "format")
        ->type_name("FROM");
    app.add_flag("--keep-vectors", options_.keeps_vectors,
                 "Keep the words' vectors in the bundle, for a later --warm-start");
  }

  absl::Status SearchFirst(const TrainEnvironment& env, Recipe* recipe) {
    if (options_.work_folder.empty()) {
      return absl::InvalidArgumentError("--search-seconds needs --work, which keeps the trials");
    }
    if (!options_.warm_start.empty()) {
      return absl::InvalidArgumentError(
          "--search-seconds does not know --warm-start: search first, then train the recipe that "
          "was found from those vectors");
    }
    TASNIF_RETURN_IF_ERROR(env.files.CreateFolder(options_.work_folder));
    TASNIF_ASSIGN_OR_RETURN(SearchResult found,
                            Search(*recipe,
                                   {.data_folder = options_.data_folder,
                                    .work_folder = options_.work_folder,
                                    .total = absl::Seconds(search_seconds_),
                                    .max_memory_bytes = options_.max_memory_bytes,
                                    .labeller = options_.labeller},
                                   env));
    std::printf("%s\nits recipe: %s\n\n", found.report.c_str(), found.recipe_path.c_str());
    std::fflush(stdout);
    *recipe = std::move(found.recipe);
    options_.search = std::move(found.record);
    return absl::OkStatus();
  }

  static void TellThreads(const Recipe& recipe) {
    if (recipe.fasttext.threads <= 1) return;
    std::fprintf(stderr,
                 "%u training threads: the same recipe and data give another model next time\n",
                 recipe.fasttext.threads);
  }

  void LimitMemory() {
    options_.on_estimate = [](const MemoryEstimate& estimate) {
      std::fprintf(stderr, "training takes %s\n", DescribeMemory(estimate).c_str());
    };
    if (max_megabytes_ > 0) {
      options_.max_memory_bytes = max_megabytes_ << 20;
      return;
    }
    const absl::StatusOr<uint64_t> available = AvailableMemoryBytes();
    if (available.ok()) options_.max_memory_bytes = *available;
  }

  void FillChange(const Clock& clock) {
    Change& change = options_.change;
    if (change.who.empty()) change.who = UserName();
    if (change.why.empty()) change.why = absl::StrCat("tasnif train ", recipe_path_);
    change.when = clock.Now();
  }

  std::string recipe_path_;
  TrainOptions options_;
  uint32_t threads_ = 0;
  uint32_t search_seconds_ = 0;
  uint64_t max_megabytes_ = 0;
};

}  // namespace

std::unique_ptr<Command> MakeTrainCommand() { return std::make_unique<TrainCommand>(); }

}  // namespace tasnif
