#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "base/status.h"
#include "bench/engine_bench.h"
#include "bench/engine_report.h"
#include "bench/performance_page.h"
#include "bench/text_bench.h"
#include "cli/bench_client.h"
#include "cli/bench_server.h"
#include "cli/commands.h"
#include "train/work_folder.h"

namespace tasnif {
namespace {

constexpr char kEngineExamples[] = R"(Examples:
  tasnif bench engine                              made texts, four models trained from them
  tasnif bench engine articles.jsonl.xz --rounds 9 --report docs
  tasnif bench engine articles.jsonl.xz --model topic.bin --model topic.ftz --json

With its own models it takes some minutes, 6 GB of memory and 4 GB in the work folder; less with
--buckets 200000. Let nothing else run meanwhile.)";

constexpr char kTextExamples[] = R"(Examples:
  tasnif bench text
  tasnif bench text articles.jsonl.xz --json)";

constexpr size_t kMadeTexts = 1200;

void Tell(const std::string& what) { std::fprintf(stderr, "bench: %s\n", what.c_str()); }

class BenchCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    app.require_subcommand(1);
    engine_ = app.add_subcommand("engine", "Scoring against libfasttext, in turn, on one core");
    DeclareCommon(*engine_);
    DeclareModels(*engine_);
    DeclareTraining(*engine_);
    text_ = app.add_subcommand("text", "Text to normalised words, against chains over ICU");
    DeclareCommon(*text_);
    server_.Declare(app);
    client_.Declare(app);
    engine_->footer(kEngineExamples);
    text_->footer(kTextExamples);
    app.footer("'tasnif bench engine --help' and so on give examples.");
  }

  absl::StatusOr<Verdict> Run() override {
    if (server_.is_asked_for()) return server_.Run();
    if (client_.is_asked_for()) return client_.Run();
    TASNIF_ASSIGN_OR_RETURN(options_.texts, Texts());
    return engine_->parsed() ? RunEngine() : RunText();
  }

 private:
  void DeclareCommon(CLI::App& app) {
    app.add_option(
           "texts", texts_path_,
           "JSON lines with a field text, or plain text with one article a line; compressed "
           "or not; - for standard input. Without it: made texts")
        ->type_name("TEXTS");
    app.add_option("--max-texts", max_texts_, "Texts read, from the beginning of the file")
        ->check(CLI::Range(1, 10000000))
        ->capture_default_str();
    app.add_option("--rounds", rounds_, "How often each side runs; the median counts")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_flag("--json", is_json_, "One JSON object instead of a table");
  }

  void DeclareModels(CLI::App& app) {
    app.add_option("--model", options_.model_paths,
                   "A supervised fastText model, .bin or .ftz; may be repeated. Without it models "
                   "are trained from the texts: words, bigrams, sub-words, and quantized bigrams")
        ->type_name("FILE")
        ->allow_extra_args(false);
    app.add_option("--precision", precision_, "How compiled models store their rows")
        ->check(CLI::IsMember({"float32", "float16", "int8"}))
        ->capture_default_str();
    app.add_option("--report", report_folder_,
                   "Also writes DIR/performance.md and DIR/performance.svg, with the text path")
        ->type_name("DIR");
    app.add_option("--work", work_parent_, "Folder for models; default: the system's")
        ->type_name("DIR");
  }

  void DeclareTraining(CLI::App& app) {
    TrainingSettings& training = options_.training;
    app.add_option("--buckets", training.bucket, "Of models that are trained")
        ->check(CLI::Range(1, 50000000))
        ->capture_default_str();
    app.add_option("--dim", training.dim, "Of models that are trained")
        ->check(CLI::Range(1, 4096))
        ->capture_default_str();
    app.add_option("--epochs", training.epoch, "Of models that are trained; speed depends on none")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--cutoff", training.quantize_cutoff,
                   "Words and n-grams the quantized model keeps; 0: all")
        ->capture_default_str();
  }

  absl::StatusOr<std::vector<BenchText>> Texts() const {
    if (texts_path_.empty()) return GenerateTexts(std::min(kMadeTexts, max_texts_));
    return ReadTexts(texts_path_, max_texts_);
  }

  absl::StatusOr<EngineBench> MeasureEngine() {
    static const std::map<std::string, Precision> kPrecisions = {{"float32", Precision::kFloat32},
                                                                 {"float16", Precision::kFloat16},
                                                                 {"int8", Precision::kInt8}};
    TASNIF_ASSIGN_OR_RETURN(const auto work, WorkFolder::Create(work_parent_));
    options_.work_folder = work->path();
    options_.rounds = rounds_;
    options_.precision = kPrecisions.at(precision_);
    options_.training.threads = std::max(1u, std::thread::hardware_concurrency());
    return RunEngineBench(options_, Tell);
  }

  absl::StatusOr<Verdict> RunEngine() {
    // Before minutes of work, not after them.
    if (!report_folder_.empty()) {
      TASNIF_RETURN_IF_ERROR(PosixFiles().CreateFolder(report_folder_));
    }
    TASNIF_ASSIGN_OR_RETURN(const EngineBench bench, MeasureEngine());
    Print(is_json_ ? EngineBenchJson(bench) + "\n" : EngineBenchTable(bench));
    if (!report_folder_.empty()) TASNIF_RETURN_IF_ERROR(Report(bench));
    return Verdict::kAllDone;
  }

  absl::StatusOr<Verdict> RunText() {
    TASNIF_ASSIGN_OR_RETURN(const TextBench bench, RunTextBench(options_.texts, rounds_));
    Print(is_json_ ? TextBenchJson(bench) + "\n" : TextBenchTable(bench));
    return Verdict::kAllDone;
  }

  absl::Status Report(const EngineBench& engine) {
    Tell("text to words");
    TASNIF_ASSIGN_OR_RETURN(TextBench text, RunTextBench(options_.texts, rounds_));
    TASNIF_RETURN_IF_ERROR(
        WritePerformancePage(PosixFiles(), report_folder_, {engine, std::move(text)}));
    Tell(absl::StrCat("wrote ", report_folder_, "/performance.md and performance.svg"));
    return absl::OkStatus();
  }

  static void Print(const std::string& text) { std::fputs(text.c_str(), stdout); }

  ServerBenchCommand server_;
  ClientBench client_;
  CLI::App* engine_ = nullptr;
  CLI::App* text_ = nullptr;
  EngineBenchOptions options_;
  std::string texts_path_;
  std::string precision_ = "float32";
  std::string report_folder_;
  std::string work_parent_;
  size_t max_texts_ = 3000;
  size_t rounds_ = 5;
  bool is_json_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeBenchCommand() { return std::make_unique<BenchCommand>(); }

}  // namespace tasnif
