#include "cli/input_paths.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/files.h"

namespace tasnif {
namespace {

namespace fs = std::filesystem;

// The files of a known kind below `folder`, sorted.
InputPath Unlistable(const std::string& folder, const std::error_code& error) {
  return {folder, ErrnoStatus(error.value(), "list", folder)};
}

void AppendFolder(const std::string& folder, std::vector<InputPath>* out) {
  std::vector<std::string> paths;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    if (!entry->is_regular_file(ignored)) continue;
    if (KindOf(entry->path().string()) != InputKind::kUnknown) {
      paths.push_back(entry->path().string());
    }
  }
  if (error) out->push_back(Unlistable(folder, error));
  if (!error && paths.empty()) {
    out->push_back({folder, absl::NotFoundError(absl::StrCat(
                                "folder '", folder,
                                "' has no .txt, .html, .htm or .jsonl[.xz|.zst|.gz] file"))});
  }
  std::sort(paths.begin(), paths.end());
  for (std::string& path : paths) out->push_back({std::move(path), absl::OkStatus()});
}

InputPath ExistingPath(const std::string& path) {
  std::error_code error;
  if (path == "-" || fs::exists(path, error)) return {path, absl::OkStatus()};
  if (error) return {path, ErrnoStatus(error.value(), "open", path)};
  return {path, absl::NotFoundError(absl::StrCat("no file or folder '", path, "'"))};
}

}  // namespace

InputKind KindOf(std::string_view path) {
  const std::string name = absl::AsciiStrToLower({path.data(), path.size()});
  if (absl::EndsWith(name, ".txt")) return InputKind::kText;
  if (absl::EndsWith(name, ".html") || absl::EndsWith(name, ".htm")) return InputKind::kHtml;
  for (const char* ending : {".jsonl", ".jsonl.xz", ".jsonl.zst", ".jsonl.gz"}) {
    if (absl::EndsWith(name, ending)) return InputKind::kJsonLines;
  }
  return InputKind::kUnknown;
}

std::vector<InputPath> ExpandPaths(const std::vector<std::string>& arguments) {
  std::vector<InputPath> paths;
  for (const std::string& argument : arguments) {
    std::error_code error;
    if (fs::is_directory(argument, error)) {
      AppendFolder(argument, &paths);
    } else {
      paths.push_back(ExistingPath(argument));
    }
  }
  return paths;
}

}  // namespace tasnif
