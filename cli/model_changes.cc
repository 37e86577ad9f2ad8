#include "cli/model_changes.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/files.h"
#include "base/status.h"
#include "cli/change_options.h"
#include "cli/console.h"
#include "cli/model_options.h"
#include "labels/model_name.h"
#include "registry/bundle_folder.h"
#include "registry/history.h"
#include "registry/model_changes.h"

namespace tasnif {
namespace {

// `version` as the server knows it, which may be an alias.
absl::StatusOr<std::string> PromoteOn(Client& client, const std::string& head,
                                      const std::string& version, const std::string& expected,
                                      const std::string& why) {
  TASNIF_ASSIGN_OR_RETURN(const v1::GetModelResponse found,
                          client.GetModel(absl::StrCat(head, "@", version)));
  v1::SetAliasRequest request;
  request.set_head(head);
  request.set_alias(std::string(kChampion));
  request.set_version(found.model().version());
  request.set_expected_version(expected);
  request.set_reason(why);
  TASNIF_ASSIGN_OR_RETURN(const v1::Model model, client.SetAlias(request));
  return model.version();
}

absl::StatusOr<std::string> RollbackOn(Client& client, const std::string& head,
                                       const std::string& expected, const std::string& why) {
  v1::RollbackRequest request;
  request.set_head(head);
  request.set_expected_version(expected);
  request.set_reason(why);
  TASNIF_ASSIGN_OR_RETURN(const v1::Model model, client.Rollback(request));
  return model.version();
}

class PublishCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("bundle", bundle_, "A version's folder, such as one that was trained elsewhere")
        ->type_name("DIR")
        ->required();
    options_.Declare(app);
    app.footer(
        "Example:\n  tasnif models publish /tmp/models/topic/1 --why 'trained on the big "
        "machine'\n\nThe next free version becomes the challenger, and the first version "
        "of a head its champion.");
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_ASSIGN_OR_RETURN(const auto model, LoadBundle(bundle_, PosixFiles()));
    std::map<std::string, std::string> contents;
    for (const v1::FileChecksum& file : model->bundle.files()) {
      TASNIF_ASSIGN_OR_RETURN(contents[file.name()],
                              PosixFiles().Read(absl::StrCat(bundle_, "/", file.name())));
    }
    TASNIF_ASSIGN_OR_RETURN(const std::string version,
                            PublishVersion(PosixFiles(), options_.folder(), model->bundle, contents,
                                           kChallenger, {}, options_.change()));
    std::printf("published %s@%s\n", model->head().c_str(), version.c_str());
    return Verdict::kAllDone;
  }

 private:
  std::string bundle_;
  ChangeOptions options_;
};

class PromoteCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("model", reference_, "HEAD@VERSION or HEAD@ALIAS; HEAD alone: its challenger")
        ->required();
    app.add_option("--expected", expected_, "Fail unless this version is the champion now");
    options_.Declare(app);
    options_.DeclareServer(app);
    app.footer(
        "Examples:\n  tasnif models promote topic@challenger --why 'better on dialects'\n  tasnif "
        "models promote topic@4 --why 'a second look' --server 127.0.0.1:8500 --token-file "
        "ops.token");
  }

  absl::StatusOr<Verdict> Run() override {
    const ModelName parts = SplitModelName(reference_);
    const std::string head(parts.head);
    const std::string version(parts.is_head_alone ? kChallenger : parts.version);
    TASNIF_ASSIGN_OR_RETURN(const auto client, options_.Connect());
    std::string name = version;
    if (client != nullptr) {
      TASNIF_ASSIGN_OR_RETURN(name, PromoteOn(*client, head, version, expected_, options_.why()));
    } else {
      TASNIF_RETURN_IF_ERROR(
          Promote(PosixFiles(), options_.folder(), head, version, expected_, options_.change()));
    }
    std::printf("%s@%s is the champion; back: tasnif models rollback %s --why REASON\n",
                head.c_str(), name.c_str(), head.c_str());
    return Verdict::kAllDone;
  }

 private:
  std::string reference_;
  std::string expected_;
  ChangeOptions options_;
};

class RollbackCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("head", head_, "The head whose champion is to go")->required();
    app.add_option("--expected", expected_, "Fail unless this version is the champion now");
    options_.Declare(app);
    options_.DeclareServer(app);
    app.footer(
        "Examples:\n  tasnif models rollback topic --why 'complaints about sport'\n  tasnif models "
        "rollback topic --why 'complaints about sport' --server 127.0.0.1:8500 --token-file "
        "ops.token\n\nTwice goes two steps back.");
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_ASSIGN_OR_RETURN(const auto client, options_.Connect());
    TASNIF_ASSIGN_OR_RETURN(
        const std::string version,
        client != nullptr
            ? RollbackOn(*client, head_, expected_, options_.why())
            : Rollback(PosixFiles(), options_.folder(), head_, expected_, options_.change()));
    std::printf("%s@%s is the champion again\n", head_.c_str(), version.c_str());
    return Verdict::kAllDone;
  }

 private:
  std::string head_;
  std::string expected_;
  ChangeOptions options_;
};

class HistoryCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("head", head_, "Whose history")->required();
    models_.DeclareFolder(app);
    app.footer(
        "Example:\n  tasnif models history topic\n\nThe hash of the last entry stands for "
        "all of them: written down elsewhere, it shows whether entries were cut off.");
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_ASSIGN_OR_RETURN(const History history,
                            ReadHistory(PosixFiles(), models_.folder(), head_));
    for (const HistoryEntry& entry : history) Print(entry);
    std::printf("%zu entries%s%s\n", history.size(), history.empty() ? "" : ", the last one ",
                history.empty() ? "" : history.back().hash.c_str());
    return Verdict::kAllDone;
  }

 private:
  static void Print(const HistoryEntry& entry) {
    std::string what =
        entry.version.empty() ? entry.action : absl::StrCat(entry.action, " ", entry.version);
    if (!entry.alias.empty()) absl::StrAppend(&what, " as ", entry.alias);
    if (!entry.from.empty()) absl::StrAppend(&what, " instead of ", entry.from);
    if (!entry.use.empty()) absl::StrAppend(&what, " as ", entry.use, ", ", entry.percent, " %");
    if (!entry.gate.empty()) absl::StrAppend(&what, ", gate ", entry.gate);
    absl::PrintF("%4d  %-25s  %-12s  %s: %s\n", entry.number, entry.time.substr(0, 25),
                 Printable(entry.who), Printable(what), Printable(entry.why));
  }

  std::string head_;
  ModelOptions models_;
};

}  // namespace

std::unique_ptr<Command> MakeModelsPublishCommand() { return std::make_unique<PublishCommand>(); }
std::unique_ptr<Command> MakeModelsPromoteCommand() { return std::make_unique<PromoteCommand>(); }
std::unique_ptr<Command> MakeModelsRollbackCommand() { return std::make_unique<RollbackCommand>(); }
std::unique_ptr<Command> MakeModelsHistoryCommand() { return std::make_unique<HistoryCommand>(); }

}  // namespace tasnif
