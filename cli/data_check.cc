// `tasnif data check` and `tasnif data stats`: both read everything and print one report.
#include "train/data_check.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/executor.h"
#include "base/progress.h"
#include "base/status.h"
#include "cli/console.h"
#include "cli/data.h"
#include "cli/output.h"
#include "train/data_file.h"

namespace tasnif {
namespace {

constexpr char kCheckExamples[] = R"(Examples:
  tasnif data check topic.jsonl.xz
  tasnif data check train.jsonl test.jsonl --json
  xzcat part-*.xz | tasnif data check -

Exit code 1: lines that are no articles, one text with two labels, or articles of one split that
repeat one of another.)";

constexpr char kStatsExamples[] = R"(Examples:
  tasnif data stats topic.jsonl.xz
  tasnif data stats - --json < corrections.jsonl)";

void DeclareFiles(CLI::App& app, std::vector<std::string>* paths) {
  app.add_option("files", *paths, "JSON lines, compressed or not; - for a pipe")
      ->type_name("FILE")
      ->required();
}

absl::Status Walk(const std::vector<std::string>& paths, const char* label,
                  const std::function<absl::Status(const DataLine&)>& visit) {
  ThreadPool pool(std::max(1u, std::thread::hardware_concurrency()));
  SystemClock clock;
  Progress progress({.label = label, .unit = "lines"}, clock, StderrProgressOutput());
  return ForEachDataLine(paths, pool, &progress, visit);
}

absl::Status PrintText(const std::string& text) {
  TASNIF_ASSIGN_OR_RETURN(const auto output, Output::Open(""));
  TASNIF_RETURN_IF_ERROR(output->Write(text));
  return output->Close();
}

class DataCheckCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    DeclareFiles(app, &paths_);
    flags_.Declare(app);
    app.add_option("--examples", options_.max_examples, "Places to show for each kind of problem")
        ->capture_default_str();
    app.add_flag("--json", is_json_, "One JSON object instead of tables");
    app.footer(kCheckExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    options_.duplicates = flags_.options();
    DataCheck check(options_);
    TASNIF_RETURN_IF_ERROR(
        Walk(paths_, "check", [&check](const DataLine& line) { return check.Add(line); }));
    TASNIF_RETURN_IF_ERROR(
        PrintText(is_json_ ? DumpJson(CheckToJson(check)) + "\n" : CheckTable(check)));
    return check.is_sound() ? Verdict::kAllDone : Verdict::kSomeFailed;
  }

 private:
  std::vector<std::string> paths_;
  DuplicateFlags flags_;
  DataCheckOptions options_;
  bool is_json_ = false;
};

class DataStatsCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    DeclareFiles(app, &paths_);
    app.add_flag("--json", is_json_, "One JSON object instead of tables");
    app.footer(kStatsExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    DataStats stats;
    LineCounts counts;
    TASNIF_RETURN_IF_ERROR(Walk(paths_, "count", [&](const DataLine& line) {
      counts.Count(line.status, paths_[line.file], line.number);
      if (line.status.ok()) stats.Add(line);
      return absl::OkStatus();
    }));
    TASNIF_RETURN_IF_ERROR(
        PrintText(is_json_ ? DumpJson(StatsToJson(stats)) + "\n" : StatsTable(stats)));
    if (counts.bad_lines == 0) return Verdict::kAllDone;
    Complain(
        absl::StrCat(counts.bad_lines, " lines are no articles; the first: ", counts.first_bad));
    return Verdict::kSomeFailed;
  }

 private:
  std::vector<std::string> paths_;
  bool is_json_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeDataCheckCommand() { return std::make_unique<DataCheckCommand>(); }
std::unique_ptr<Command> MakeDataStatsCommand() { return std::make_unique<DataStatsCommand>(); }

}  // namespace tasnif
