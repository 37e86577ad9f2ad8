// cli/input_paths.h
//
// From the arguments of `tasnif classify` to the files that hold articles.
#ifndef TASNIF_CLI_INPUT_PATHS_H_
#define TASNIF_CLI_INPUT_PATHS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace tasnif {

enum class InputKind {
  kText,       // One article a file.
  kHtml,       // The same, text/html.
  kJsonLines,  // One article a line, compressed or not.
  kUnknown,    // By its name; taken as one article, its media type is detected.
};

// By extension, in any case: .txt; .html, .htm; .jsonl with or without .xz, .zst, .gz.
InputKind KindOf(std::string_view path);

struct InputPath {
  std::string path;     // As given, or below a folder that was; "-" for standard input.
  absl::Status status;  // Not OK: there is nothing to read, or the folder could not be listed.
};

// Folders become their files of a known kind, sorted by path, at any depth; links to folders are
// not followed. A folder without such a file is NOT_FOUND.
std::vector<InputPath> ExpandPaths(const std::vector<std::string>& arguments);

}  // namespace tasnif

#endif  // TASNIF_CLI_INPUT_PATHS_H_
