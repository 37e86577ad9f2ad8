// `tasnif data split` and `tasnif data merge`: articles in, articles out, a report beside.
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
#include "train/data_merge.h"
#include "train/data_split.h"

namespace tasnif {
namespace {

constexpr char kSplitExamples[] = R"(Examples:
  tasnif data split articles.jsonl.xz --out split.jsonl
  tasnif data split articles.jsonl --shares train=0.9,test=0.1 --by article
  xzcat archive.xz | tasnif data split - | xz > split.jsonl.xz

An article's split depends on its publisher alone (with --by article, on its text), so that many
machines can split parts of one archive, and next year's articles join last year's splits.)";

constexpr char kMergeExamples[] = R"(Examples:
  tasnif data merge corrections.jsonl topic.jsonl.xz --out merged.jsonl
  tasnif data merge a.jsonl b.jsonl --protect none > all.jsonl
  xzcat feed.xz | tasnif data merge - --protect none    drops repeats from a pipe

Of articles that repeat each other the one of the file named first stays. Articles of protected
splits are never changed, and articles of other splits that repeat one of them are left out.)";

// Small writes would cost a system call a line.
class BufferedLines {
 public:
  explicit BufferedLines(Output* output) : output_(output) {}

  absl::Status Write(const std::string& line) {
    buffer_.append(line).push_back('\n');
    constexpr size_t kBufferBytes = 1 << 16;
    return buffer_.size() < kBufferBytes ? absl::OkStatus() : Flush();
  }
  absl::Status Flush() {
    TASNIF_RETURN_IF_ERROR(output_->Write(buffer_));
    buffer_.clear();
    return absl::OkStatus();
  }

 private:
  Output* const output_;
  std::string buffer_;
};

absl::StatusOr<Verdict> ReportBadLines(const LineCounts& counts) {
  if (counts.bad_lines == 0) return Verdict::kAllDone;
  Complain(absl::StrCat(counts.bad_lines, " of ", counts.lines,
                        " lines are no articles and were left out; the first: ", counts.first_bad));
  return Verdict::kSomeFailed;
}

class DataSplitCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("files", paths_, "JSON lines, compressed or not; - for a pipe")
        ->type_name("FILE")
        ->required();
    app.add_option("--shares", shares_, "Splits and their shares")->capture_default_str();
    app.add_option("--by", by_, "What stays together: publisher or article")
        ->check(CLI::IsMember({"publisher", "article"}))
        ->capture_default_str();
    app.add_option("--seed", options_.seed, "Another one gives another split")
        ->capture_default_str();
    app.add_flag("--keep", options_.keeps_splits, "Articles that have a split keep it");
    app.add_option("--out", out_path_, "Write here; default: standard output")->type_name("FILE");
    flags_.Declare(app);
    app.footer(kSplitExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_ASSIGN_OR_RETURN(options_.shares, ParseShares(shares_));
    options_.by_publisher = by_ == "publisher";
    options_.duplicates = flags_.options();
    TASNIF_ASSIGN_OR_RETURN(const auto output, Output::Open(out_path_));
    BufferedLines lines(output.get());
    DataSplitter splitter(options_);
    LineCounts counts;
    ThreadPool pool(std::max(1u, std::thread::hardware_concurrency()));
    SystemClock clock;
    Progress progress({.label = "split", .unit = "lines"}, clock, StderrProgressOutput());
    TASNIF_RETURN_IF_ERROR(
        ForEachDataLine(paths_, pool, &progress, [&](const DataLine& line) -> absl::Status {
          counts.Count(line.status, paths_[line.file], line.number);
          if (!line.status.ok()) return absl::OkStatus();
          TASNIF_ASSIGN_OR_RETURN(const SplitDecision decision, splitter.Decide(line));
          if (!decision.is_kept) return absl::OkStatus();
          TASNIF_ASSIGN_OR_RETURN(const std::string text, WithSplit(line.text, decision.split));
          return lines.Write(text);
        }));
    TASNIF_RETURN_IF_ERROR(lines.Flush());
    TASNIF_RETURN_IF_ERROR(output->Close());
    progress.Finish();
    Complain(Summary(splitter));
    return ReportBadLines(counts);
  }

 private:
  static std::string Summary(const DataSplitter& splitter) {
    std::string out;
    for (const auto& [split, articles] : splitter.counts()) {
      absl::StrAppend(&out, split, " ", articles, ", ");
    }
    return absl::StrCat(out, splitter.left_out(),
                        " left out because they repeat an article of another split");
  }

  std::vector<std::string> paths_;
  std::string shares_ = "train=0.8,dev=0.1,test=0.1";
  std::string by_ = "publisher";
  DataSplitOptions options_;
  DuplicateFlags flags_;
  std::string out_path_;
};

class DataMergeCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("files", options_.inputs, "JSON lines, the more important one first")
        ->type_name("FILE")
        ->required();
    app.add_option("--protect", protected_, "Splits that stay as they are; none: all may change")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->default_str("dev,test");
    app.add_flag("--keep-repeats", options_.keeps_own_repeats,
                 "Articles that repeat one of their own file stay");
    app.add_option("--out", out_path_, "Write here; default: standard output")->type_name("FILE");
    flags_.Declare(app);
    app.footer(kMergeExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    if (protected_ == std::vector<std::string>{"none"}) protected_.clear();
    options_.protected_splits = protected_;
    options_.duplicates = flags_.options();
    TASNIF_ASSIGN_OR_RETURN(const auto output, Output::Open(out_path_));
    BufferedLines lines(output.get());
    ThreadPool pool(std::max(1u, std::thread::hardware_concurrency()));
    SystemClock clock;
    Progress progress({.label = "merge", .unit = "lines"}, clock, StderrProgressOutput());
    TASNIF_ASSIGN_OR_RETURN(const MergeCounts counts,
                            MergeData(options_, pool, &progress, [&lines](const std::string& line) {
                              return lines.Write(line);
                            }));
    TASNIF_RETURN_IF_ERROR(lines.Flush());
    TASNIF_RETURN_IF_ERROR(output->Close());
    progress.Finish();
    Complain(absl::StrCat(counts.written, " written, ", counts.repeats, " repeats and ",
                          counts.leaks, " repeats of protected articles left out"));
    return ReportBadLines(counts);
  }

 private:
  MergeOptions options_;
  std::vector<std::string> protected_ = {"dev", "test"};
  DuplicateFlags flags_;
  std::string out_path_;
};

}  // namespace

std::unique_ptr<Command> MakeDataSplitCommand() { return std::make_unique<DataSplitCommand>(); }
std::unique_ptr<Command> MakeDataMergeCommand() { return std::make_unique<DataMergeCommand>(); }

}  // namespace tasnif
