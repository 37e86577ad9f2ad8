#include "cli/model_traffic.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/files.h"
#include "base/status.h"
#include "cli/change_options.h"
#include "cli/console.h"
#include "cli/message_json.h"
#include "labels/model_name.h"

namespace tasnif {
namespace {

constexpr char kShadowNotes[] = R"(Examples:
  tasnif models shadow topic --percent 20 --why 'a first look' --server 127.0.0.1:8500
  tasnif models disagreements topic --server 127.0.0.1:8500
  tasnif models shadow topic --percent 0 --why 'seen enough'

The version is asked about that share of the articles after they were answered, on a thread of the
lowest priority; nobody gets what it says. HEAD alone means its challenger. Servers that watch the
folder follow at once, without a restart.)";

constexpr char kCanaryNotes[] = R"(Examples:
  tasnif models canary topic --percent 5 --why 'agrees in the shadow' --server 127.0.0.1:8500
  tasnif models canary topic@4 --percent 25 --why 'no complaints'
  tasnif models canary topic --percent 0 --why 'complaints about sport'

The version answers that share of the articles, the same ones on every server: by a hash of the id,
or of the text where there is none. Answers name it. A larger share keeps the articles of the
smaller one. Calls that name a version get that one. 'promote' and 'rollback' end it.)";

class ShareCommand : public Command {
 public:
  ShareCommand(std::string_view use, const char* notes) : use_(use), notes_(notes) {}

  void Declare(CLI::App& app) override {
    app.add_option("model", reference_, "HEAD@VERSION or HEAD@ALIAS; HEAD alone: its challenger")
        ->required();
    app.add_option("--percent", percent_, "Of the articles, 0 to 100; 0 ends it")
        ->type_name("N")
        ->required()
        ->check([](const std::string& text) {
          return std::string(ParsePercent(text).status().message());
        });
    options_.Declare(app);
    options_.DeclareServer(app);
    app.footer(notes_);
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_ASSIGN_OR_RETURN(const uint32_t hundredths, ParsePercent(percent_));
    const ModelName name = SplitModelName(reference_);
    const std::string head(name.head), version(name.version);
    TASNIF_ASSIGN_OR_RETURN(const auto client, options_.Connect());
    std::string changed;
    if (client != nullptr) {
      TASNIF_ASSIGN_OR_RETURN(changed, ShareOn(*client, head, version, hundredths));
    } else {
      TASNIF_ASSIGN_OR_RETURN(changed, SetTraffic(PosixFiles(), options_.folder(), head, use_,
                                                  {version, hundredths}, options_.change()));
    }
    const std::string model = absl::StrCat(head, "@", changed);
    if (hundredths == 0) {
      std::printf("%s is no longer %s\n", model.c_str(), use_.c_str());
    } else {
      std::printf(
          "%s is %s for %s %% of the articles; end it: tasnif models %s %s --percent 0 "
          "--why REASON\n",
          model.c_str(), use_.c_str(), FormatPercent(hundredths).c_str(), use_.c_str(),
          head.c_str());
    }
    return Verdict::kAllDone;
  }

 private:
  absl::StatusOr<std::string> ShareOn(Client& client, const std::string& head,
                                      const std::string& version, uint32_t hundredths) const {
    v1::SetTrafficRequest request;
    request.set_head(head);
    request.set_use(UseOf(use_));
    request.set_version(version);
    request.set_percent(hundredths / 100.0);
    request.set_reason(options_.why());
    TASNIF_ASSIGN_OR_RETURN(const v1::Model model, client.SetTraffic(request));
    return model.version();
  }

  const std::string use_;
  const char* const notes_;
  std::string reference_;
  std::string percent_;
  ChangeOptions options_;
};

class DisagreementsCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("head", head_, "Whose version in the shadow")->required();
    CLI::Option* server = app.add_option("--server", server_, "Ask this server");
    server->type_name("HOST:PORT")->required();
    connect_.Declare(app, server);
    app.add_flag("--json", is_json_, "One JSON object (tasnif.v1.GetShadowReportResponse)");
    app.footer(
        "Example:\n  tasnif models disagreements topic --server 127.0.0.1:8500\n\nCounted by that "
        "server since it began, or since the version is in the shadow. The sample has at most 200 "
        "articles: ids and the SHA-256 of the text, never the text.");
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_ASSIGN_OR_RETURN(const auto client, connect_.Connect({.addresses = {server_}}));
    TASNIF_ASSIGN_OR_RETURN(const v1::GetShadowReportResponse report,
                            client->GetShadowReport(head_));
    if (is_json_) {
      std::puts(MessageJson(report, /*is_pretty=*/false).c_str());
    } else {
      Print(report);
    }
    return Verdict::kAllDone;
  }

 private:
  void Print(const v1::GetShadowReportResponse& report) const {
    const double share = report.compared() == 0
                             ? 0
                             : 100.0 * static_cast<double>(report.disagreements()) /
                                   static_cast<double>(report.compared());
    absl::PrintF(
        "%s@%s in the shadow: %d answers compared, %d differ (%.1f %%), %d articles left "
        "out\n",
        Printable(head_), report.version(), report.compared(), report.disagreements(), share,
        report.dropped());
    if (report.pairs().empty()) return;
    absl::PrintF("\n%8s  %-40s  %s\n", "ARTICLES", "ANSWERED", "IN THE SHADOW");
    for (const v1::LabelPairCount& pair : report.pairs()) {
      absl::PrintF("%8d  %-40s  %s\n", pair.count(), Printable(pair.label()),
                   Printable(pair.shadow_label()));
    }
    absl::PrintF("\n%-24s  %-64s  %s\n", "ARTICLE", "SHA-256 OF ITS TEXT",
                 "ANSWERED, IN THE SHADOW");
    for (const v1::Disagreement& one : report.sample()) {
      const std::string target = one.target().empty() ? "" : absl::StrCat(" on ", one.target());
      absl::PrintF("%-24s  %-64s  %s (%s), %s%s\n",
                   one.article_id().empty() ? "-" : Printable(one.article_id()),
                   one.article_sha256(), Printable(one.label()), one.model(),
                   Printable(one.shadow_label()), Printable(target));
    }
  }

  std::string head_;
  std::string server_;
  ConnectOptions connect_;
  bool is_json_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeModelsShadowCommand() {
  return std::make_unique<ShareCommand>(kShadow, kShadowNotes);
}
std::unique_ptr<Command> MakeModelsCanaryCommand() {
  return std::make_unique<ShareCommand>(kCanary, kCanaryNotes);
}
std::unique_ptr<Command> MakeModelsDisagreementsCommand() {
  return std::make_unique<DisagreementsCommand>();
}

}  // namespace tasnif
