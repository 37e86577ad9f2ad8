#include "cli/model_options.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace tasnif {
namespace {

std::string InstalledModelsFolder() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return "";
  const std::filesystem::path folder =
      program.parent_path().parent_path() / "share" / "tasnif" / "models";
  return std::filesystem::is_directory(folder, error) ? folder.string() : "";
}

std::string ListPath(const std::string& given, const std::string& fallback) {
  if (!given.empty()) return given;
  return PosixFiles().Exists(fallback) ? fallback : "";
}

}  // namespace

std::string DefaultModelsFolder() {
  const char* variable = std::getenv("TASNIF_MODELS");
  if (variable != nullptr && *variable != '\0') return variable;
  const std::string installed = InstalledModelsFolder();
  return installed.empty() ? "models" : installed;
}

CLI::Option* ModelOptions::DeclareFolder(CLI::App& app) {
  folder_ = DefaultModelsFolder();
  return app
      .add_option(
          "--models", folder_,
          "Folder of models; default: $TASNIF_MODELS, else the installed ones, else ./models")
      ->type_name("DIR");
}

CLI::Option* ModelOptions::Declare(CLI::App& app) {
  CLI::Option* folder = DeclareFolder(app);
  app.add_option("--outlets", outlets_path_,
                 "List of outlets; default: DIR/lists/outlets.csv, where it exists")
      ->type_name("CSV");
  app.add_option("--targets", targets_path_,
                 "More stance targets, one a line: name, then aliases, separated by tabs; default: "
                 "DIR/lists/targets.tsv, where it exists")
      ->type_name("TSV");
  app.add_option("--max-article-bytes", max_article_bytes_, "Larger articles are refused")
      ->type_name("N")
      ->check(CLI::Range(size_t{1}, size_t{1} << 30))
      ->capture_default_str();
  return folder;
}

absl::StatusOr<std::unique_ptr<Registry>> ModelOptions::OpenRegistry(ModelMemory memory) const {
  auto registry = Registry::Open(folder_, PosixFiles(), memory);
  // A missing folder's message has the way out already.
  if (registry.ok() || absl::IsNotFound(registry.status())) return registry;
  return absl::Status(registry.status().code(),
                      absl::StrCat(registry.status().message(),
                                   "; put it right, or name another folder with --models DIR"));
}

absl::Status CheckChampions(const Registry& registry, const std::vector<std::string>& heads,
                            const std::vector<std::string>& pinned) {
  const std::vector<std::string> answering = registry.Snapshot()->heads();
  for (const v1::Model& model : registry.List()) {
    if (absl::c_linear_search(answering, model.head())) continue;
    const bool is_needed = heads.empty() || absl::c_linear_search(heads, model.head());
    const bool is_replaced = absl::c_any_of(pinned, [&](const std::string& reference) {
      return absl::StartsWith(reference, model.head() + "@");
    });
    if (model.state() != v1::MODEL_STATE_FAILED || !is_needed || is_replaced) continue;
    return absl::FailedPreconditionError(
        absl::StrCat(model.head(), "@", model.version(), " cannot be used: ", model.error(),
                     "; put it right, or name the other heads with --heads"));
  }
  return absl::OkStatus();
}

LabellerOptions ModelOptions::labeller_options() const {
  return {.max_article_bytes = max_article_bytes_,
          .outlets_path = ListPath(outlets_path_, folder_ + "/lists/outlets.csv"),
          .targets_path = ListPath(targets_path_, folder_ + "/lists/targets.tsv")};
}

}  // namespace tasnif
