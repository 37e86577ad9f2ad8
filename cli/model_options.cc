#include "cli/model_options.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>

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

void ModelOptions::Declare(CLI::App& app) {
  DeclareFolder(app);
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
}

absl::StatusOr<std::unique_ptr<Registry>> ModelOptions::OpenRegistry() const {
  auto registry = Registry::Open(folder_, PosixFiles());
  if (registry.ok()) return registry;
  const std::string message(registry.status().message());
  return absl::Status(registry.status().code(),
                      message + "; name another folder with --models DIR or $TASNIF_MODELS");
}

LabellerOptions ModelOptions::labeller_options() const {
  return {.max_article_bytes = max_article_bytes_,
          .outlets_path = ListPath(outlets_path_, folder_ + "/lists/outlets.csv"),
          .targets_path = ListPath(targets_path_, folder_ + "/lists/targets.tsv")};
}

}  // namespace tasnif
