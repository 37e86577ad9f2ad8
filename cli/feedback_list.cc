#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/json.h"
#include "base/status.h"
#include "cli/console.h"
#include "cli/corrections_place.h"
#include "cli/feedback.h"
#include "cli/output.h"
#include "feedback/correction_export.h"
#include "feedback/correction_line.h"
#include "labels/timestamp.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Examples:
  tasnif feedback list
  tasnif feedback list --head topic --limit 20 --json
  tasnif feedback list --conflicts          articles on which annotators disagree
  tasnif feedback list --server news.example.org:8500 --ca authorities.pem --token-file T)";

constexpr char kRow[] = "%-20s  %-14s  %-28s  %-28s  %-16s  %s\n";

std::string TimeOf(const v1::Correction& correction) {
  return FormatToSecond(correction.submitted())
      .substr(0, std::string_view("2024-02-13T10:00:00Z").size());
}

std::string Subject(const v1::Correction& correction) {
  const std::string& id = correction.article().id();
  std::string subject = id.empty() ? correction.article_sha256().substr(0, 12) : id;
  if (!correction.target().empty()) absl::StrAppend(&subject, " -> ", correction.target());
  return Printable(subject);
}

class FeedbackListCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    place_.Declare(app);
    app.add_option("--head", head_, "Only this head")->type_name("NAME");
    app.add_option("--limit", limit_, "At most so many; 0: all")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    app.add_flag("--json", is_json_, "One JSON object a line");
    app.add_flag("--conflicts", shows_conflicts_, "Only articles on which annotators disagree");
    app.footer(kExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_ASSIGN_OR_RETURN(const auto source, place_.OpenToRead());
    TASNIF_ASSIGN_OR_RETURN(output_, Output::Open(""));
    TASNIF_RETURN_IF_ERROR(shows_conflicts_ ? ListConflicts(*source) : ListAll(*source));
    return Verdict::kAllDone;
  }

 private:
  absl::Status Header() const {
    if (is_json_) return absl::OkStatus();
    return output_->Write(
        absl::StrFormat(kRow, "SUBMITTED", "MODEL", "PREDICTED", "CORRECT", "BY", "ARTICLE"));
  }

  absl::Status Show(const v1::Correction& correction) const {
    if (is_json_) return output_->Write(DumpJson(CorrectionToJson(correction)) + "\n");
    return output_->Write(absl::StrFormat(kRow, TimeOf(correction), Printable(correction.model()),
                                          Printable(correction.predicted_label()),
                                          Printable(correction.correct_label()),
                                          Printable(correction.annotator()), Subject(correction)));
  }

  absl::Status ListAll(const CorrectionSource& source) const {
    TASNIF_RETURN_IF_ERROR(Header());
    v1::ListCorrectionsRequest request;
    request.set_head(head_);
    uint64_t shown = 0;
    while (true) {
      TASNIF_ASSIGN_OR_RETURN(const v1::ListCorrectionsResponse page, source.List(request));
      for (const v1::Correction& correction : page.corrections()) {
        if (limit_ > 0 && shown++ == limit_) return absl::OkStatus();
        TASNIF_RETURN_IF_ERROR(Show(correction));
      }
      if (page.next_page_token().empty()) return absl::OkStatus();
      request.set_page_token(page.next_page_token());
    }
  }

  absl::Status ListConflicts(const CorrectionSource& source) const {
    TASNIF_RETURN_IF_ERROR(Header());
    return ForEachCorrectedArticle(source, {.head = head_},
                                   [this](const CorrectedArticle& article) -> absl::Status {
                                     if (!Decide(article, ConflictPolicy::kLeaveOut).is_conflict)
                                       return absl::OkStatus();
                                     for (const v1::Correction& correction : article.corrections) {
                                       TASNIF_RETURN_IF_ERROR(Show(correction));
                                     }
                                     return absl::OkStatus();
                                   });
  }

  CorrectionsPlace place_;
  std::string head_;
  uint64_t limit_ = 100;
  bool is_json_ = false;
  bool shows_conflicts_ = false;
  std::unique_ptr<Output> output_;
};

}  // namespace

std::unique_ptr<Command> MakeFeedbackListCommand() {
  return std::make_unique<FeedbackListCommand>();
}

}  // namespace tasnif
