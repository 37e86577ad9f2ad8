#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "base/status.h"
#include "cli/commands.h"
#include "cli/connect_options.h"
#include "cli/console.h"
#include "cli/message_json.h"
#include "cli/model_changes.h"
#include "cli/model_options.h"
#include "cli/model_traffic.h"
#include "labels/traffic.h"
#include "registry/bundle_folder.h"
#include "registry/folder_scan.h"
#include "registry/model_check.h"
#include "server/model_list.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Examples:
  tasnif models list                        every version, its state and aliases
  tasnif models list topic --json
  tasnif models show topic                  the manifest of the champion
  tasnif models show stance@2 --server 127.0.0.1:8500
  tasnif models list --server news.example.org:8500 --ca authorities.pem --token-file T
  tasnif models verify --models /srv/models checksums and self-tests of every version)";

// "MODEL_STATE_READY" → "ready".
std::string StateName(v1::ModelState state) {
  const std::string name = v1::ModelState_Name(state);
  return absl::AsciiStrToLower(name.substr(std::string_view("MODEL_STATE_").size()));
}

std::string Reference(const v1::Model& model) {
  return absl::StrCat(model.head(), "@", model.version());
}

// "challenger,canary 5%".
std::string RolesOf(const v1::Model& model) {
  std::vector<std::string> roles(model.aliases().begin(), model.aliases().end());
  for (const v1::TrafficShare& share : model.traffic()) {
    roles.push_back(absl::StrCat(std::string(NameOf(share.use())), " ", share.percent(), "%"));
  }
  return absl::StrJoin(roles, ",");
}

void PrintModels(const v1::ListModelsResponse& response) {
  constexpr char kRow[] = "%-24s  %-10s  %-24s  %6s  %10s  %s\n";
  absl::PrintF(kRow, "MODEL", "STATE", "ALIASES", "LABELS", "BYTES", "ERROR");
  for (const v1::Model& model : response.models()) {
    absl::PrintF(kRow, Reference(model), StateName(model.state()), RolesOf(model),
                 absl::StrCat(model.labels_size()), absl::StrCat(model.bytes()),
                 Printable(model.error()));
  }
}

// Says of each version whether it holds; counts those that do not.
class VerifyReport {
 public:
  void Add(const std::string& subject, const absl::Status& status, const std::string& note = "") {
    ++total_;
    if (!status.ok()) ++failed_;
    const std::string good = note.empty() ? "ok" : absl::StrCat("ok (", Printable(note), ")");
    absl::PrintF(
        "%-24s  %s\n", subject,
        status.ok() ? good : absl::StrCat("FAILED: ", Printable(std::string(status.message()))));
  }

  absl::StatusOr<Verdict> Finish() const {
    if (total_ == 0) return absl::NotFoundError("there is no model to verify");
    if (failed_ == 0) return Verdict::kAllDone;
    return absl::FailedPreconditionError(absl::StrCat(failed_, " of ", total_, " checks failed"));
  }

 private:
  size_t total_ = 0;
  size_t failed_ = 0;
};

class ModelsCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    app.require_subcommand(1);
    app.footer(kExamples);
    list_ = AddAction(app, "list", "Every version with its state and aliases");
    list_->add_option("head", head_, "Only this head");
    list_->add_flag("--json", is_json_, "One JSON object a line (tasnif.v1.Model)");
    show_ = AddAction(app, "show", "The manifest of one version, as JSON");
    show_->add_option("model", reference_, "HEAD, HEAD@VERSION or HEAD@ALIAS")->required();
    verify_ = AddAction(app, "verify", "Check files, self-tests and history of every version");
    AddChange(app, "publish", "Add a version as challenger", MakeModelsPublishCommand());
    AddChange(app, "shadow", "Ask a version about a share of the articles, unseen",
              MakeModelsShadowCommand());
    AddChange(app, "disagreements", "Where the version in the shadow differs",
              MakeModelsDisagreementsCommand());
    AddChange(app, "canary", "Let a version answer a share of the articles",
              MakeModelsCanaryCommand());
    AddChange(app, "promote", "Make a version the champion", MakeModelsPromoteCommand());
    AddChange(app, "rollback", "Make the champion before the champion",
              MakeModelsRollbackCommand());
    AddChange(app, "history", "Who changed what, when and why", MakeModelsHistoryCommand());
  }

  absl::StatusOr<Verdict> Run() override {
    for (const auto& [action, command] : changes_) {
      if (action->parsed()) return command->Run();
    }
    if (list_->parsed()) return List();
    if (show_->parsed()) return Show();
    return server_.empty() ? VerifyFolder() : VerifyServer();
  }

 private:
  void AddChange(CLI::App& app, const std::string& name, const std::string& summary,
                 std::unique_ptr<Command> command) {
    CLI::App* action = app.add_subcommand(name, summary);
    command->Declare(*action);
    changes_.emplace_back(action, std::move(command));
  }

  CLI::App* AddAction(CLI::App& app, const std::string& name, const std::string& summary) {
    CLI::App* action = app.add_subcommand(name, summary);
    CLI::Option* server = action->add_option("--server", server_, "Ask this server");
    server->type_name("HOST:PORT")->excludes(models_.DeclareFolder(*action));
    connect_.Declare(*action, server);
    action->footer(kExamples);
    return action;
  }

  absl::StatusOr<std::unique_ptr<Client>> Connect() const {
    return connect_.Connect({.addresses = {server_}});
  }

  absl::StatusOr<v1::ListModelsResponse> FetchList() const {
    if (server_.empty()) {
      TASNIF_ASSIGN_OR_RETURN(const auto registry, models_.OpenRegistry());
      return ListModels(*registry, head_);
    }
    TASNIF_ASSIGN_OR_RETURN(const auto client, Connect());
    return client->ListModels(head_);
  }

  absl::StatusOr<Verdict> List() const {
    TASNIF_ASSIGN_OR_RETURN(const v1::ListModelsResponse response, FetchList());
    if (!is_json_) PrintModels(response);
    for (const v1::Model& model : response.models()) {
      if (is_json_) std::puts(MessageJson(model, /*is_pretty=*/false).c_str());
    }
    return Verdict::kAllDone;
  }

  absl::StatusOr<v1::GetModelResponse> FetchModel() const {
    if (!server_.empty()) {
      TASNIF_ASSIGN_OR_RETURN(const auto client, Connect());
      return client->GetModel(reference_);
    }
    TASNIF_ASSIGN_OR_RETURN(const auto registry, models_.OpenRegistry());
    TASNIF_ASSIGN_OR_RETURN(v1::GetModelResponse response, GetModel(*registry, reference_));
    if (!response.has_bundle()) {  // On disk only.
      TASNIF_ASSIGN_OR_RETURN(*response.mutable_bundle(),
                              ReadManifest(VersionFolder(response.model()), PosixFiles()));
    }
    return response;
  }

  std::string VersionFolder(const v1::Model& model) const {
    return absl::StrCat(models_.folder(), "/", model.head(), "/", model.version());
  }

  absl::StatusOr<Verdict> Show() const {
    TASNIF_ASSIGN_OR_RETURN(const v1::GetModelResponse response, FetchModel());
    std::puts(MessageJson(response, /*is_pretty=*/true).c_str());
    return Verdict::kAllDone;
  }

  // Not through the registry, which reads only what an alias names.
  absl::StatusOr<Verdict> VerifyFolder() const {
    TASNIF_ASSIGN_OR_RETURN(const FolderScan scan, ScanModels(models_.folder(), PosixFiles()));
    VerifyReport report;
    for (const auto& [head, unused] : scan) {
      for (const ModelFinding& finding : CheckHead(PosixFiles(), models_.folder(), head)) {
        report.Add(finding.subject, finding.status, finding.note);
      }
    }
    return report.Finish();
  }

  absl::StatusOr<Verdict> VerifyServer() const {
    TASNIF_ASSIGN_OR_RETURN(const v1::ListModelsResponse response, FetchList());
    VerifyReport report;
    for (const v1::Model& model : response.models()) {
      report.Add(Reference(model), model.state() == v1::MODEL_STATE_FAILED
                                       ? absl::FailedPreconditionError(model.error())
                                       : absl::OkStatus());
    }
    return report.Finish();
  }

  std::vector<std::pair<CLI::App*, std::unique_ptr<Command>>> changes_;
  CLI::App* list_ = nullptr;
  CLI::App* show_ = nullptr;
  CLI::App* verify_ = nullptr;
  ModelOptions models_;
  std::string server_;
  ConnectOptions connect_;
  std::string head_;
  std::string reference_;
  bool is_json_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeModelsCommand() { return std::make_unique<ModelsCommand>(); }

}  // namespace tasnif
