#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "bench/engine_bench.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "train/work_folder.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Examples:
  tasnif bench engine                                    made texts, four models trained from them
  tasnif bench engine articles.jsonl.xz --rounds 9
  tasnif bench engine articles.jsonl.xz --model topic.bin --model topic.ftz --json)";

constexpr size_t kMadeTexts = 600;

class BenchCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    app.require_subcommand(1);
    CLI::App* engine =
        app.add_subcommand("engine", "Our engine against libfasttext, in turn, on one core");
    engine
        ->add_option("texts", texts_path_,
                     "Texts, JSON lines or one a line, compressed or not; without it: made ones")
        ->type_name("FILE");
    engine
        ->add_option("--model", options_.model_paths,
                     "A fastText model, .bin or .ftz; may be repeated. Without it models are "
                     "trained from the texts, with words, bigrams, sub-words, and quantized")
        ->type_name("FILE")
        ->allow_extra_args(false);
    engine->add_option("--rounds", options_.rounds, "Each side runs so often; the median counts")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    engine->add_option("--max-texts", max_texts_, "Texts read from the file")
        ->check(CLI::Range(1, 10000000))
        ->capture_default_str();
    engine
        ->add_option("--bucket", options_.training.bucket, "Buckets of the models that are trained")
        ->check(CLI::Range(1, 50000000))
        ->capture_default_str();
    engine->add_flag("--json", is_json_, "One JSON object instead of a table");
    engine->footer(kExamples);
    app.footer(kExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_ASSIGN_OR_RETURN(options_.texts, Texts());
    LabelTexts(&options_.texts);
    TASNIF_ASSIGN_OR_RETURN(const auto work, WorkFolder::Create(""));
    options_.work_folder = work->path();
    TASNIF_ASSIGN_OR_RETURN(const EngineBench bench, RunEngineBench(options_, [](const auto& what) {
                              std::fprintf(stderr, "bench: %s\n", what.c_str());
                            }));
    const std::string out = is_json_ ? EngineBenchJson(bench) + "\n" : EngineBenchTable(bench);
    std::fputs(out.c_str(), stdout);
    return Verdict::kAllDone;
  }

 private:
  absl::StatusOr<std::vector<BenchText>> Texts() const {
    if (texts_path_.empty()) return GenerateTexts(kMadeTexts);
    return ReadTexts(texts_path_, max_texts_);
  }

  EngineBenchOptions options_;
  std::string texts_path_;
  size_t max_texts_ = 3000;
  bool is_json_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeBenchCommand() { return std::make_unique<BenchCommand>(); }

}  // namespace tasnif
