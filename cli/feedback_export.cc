#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/line_reader.h"
#include "base/status.h"
#include "cli/console.h"
#include "cli/corrections_place.h"
#include "cli/feedback.h"
#include "cli/output.h"
#include "feedback/correction_export.h"
#include "feedback/text_finder.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Examples:
  tasnif feedback export --head topic > corrections.jsonl
  tasnif feedback export --since 2024-02-13 --out corrections.jsonl
  tasnif feedback export --articles archive.jsonl.xz    finds the texts of which only hashes are kept
  tasnif feedback export --conflicts majority
  tasnif feedback export --server 127.0.0.1:8500 --token-file T --out corrections.jsonl

The lines are training data: source "corrections", split "train". What was left out, and why, is
told on standard error.)";

class FeedbackExportCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    place_.Declare(app);
    app.add_option("--head", head_, "Only this head")->type_name("NAME");
    app.add_option("--since", since_, "Only corrections from this time on")->type_name("TIME");
    app.add_option("--articles", article_paths_, "JSON lines in which missing texts are looked up")
        ->type_name("FILE")
        ->allow_extra_args(false);
    app.add_option("--conflicts", conflicts_, "Where annotators disagree: leave-out or majority")
        ->check(CLI::IsMember({"leave-out", "majority"}))
        ->capture_default_str();
    app.add_option("--out", out_path_, "Write here; default: standard output")->type_name("FILE");
    app.footer(kExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_ASSIGN_OR_RETURN(const absl::Time since, ParseSince(since_));
    TASNIF_ASSIGN_OR_RETURN(const auto source, place_.OpenToRead());
    const CorrectionFilter filter{.head = head_, .since = since};
    TextFinder finder;
    for (const std::string& path : article_paths_) {
      TASNIF_RETURN_IF_ERROR(finder.Search(*source, filter, path));
    }
    TASNIF_ASSIGN_OR_RETURN(const auto output, Output::Open(out_path_));
    CorrectionExport out(
        conflicts_ == "majority" ? ConflictPolicy::kMajority : ConflictPolicy::kLeaveOut,
        [&finder](const std::string& sha256) { return finder.Find(sha256); });
    TASNIF_RETURN_IF_ERROR(ForEachCorrectedArticle(*source, filter, [&](CorrectedArticle article) {
      return out.Add(std::move(article),
                     [&](const std::string& line) { return output->Write(line + "\n"); });
    }));
    TASNIF_RETURN_IF_ERROR(output->Close());
    return Report(out.counts());
  }

 private:
  static absl::StatusOr<Verdict> Report(const ExportCounts& counts) {
    if (counts.conflicts > 0) {
      Complain(absl::StrCat("annotators disagree on ", counts.conflicts, " articles, of which ",
                            counts.undecided,
                            " were left out; see 'tasnif feedback list --conflicts'"));
    }
    if (counts.without_text == 0) return Verdict::kAllDone;
    Complain(absl::StrCat(counts.without_text,
                          " corrected articles have no text here, only their hash; name a file "
                          "that has it with --articles"));
    return Verdict::kSomeFailed;
  }

  CorrectionsPlace place_;
  std::string head_;
  std::string since_;
  std::vector<std::string> article_paths_;
  std::string conflicts_ = "leave-out";
  std::string out_path_;
};

}  // namespace

std::unique_ptr<Command> MakeFeedbackExportCommand() {
  return std::make_unique<FeedbackExportCommand>();
}

}  // namespace tasnif
