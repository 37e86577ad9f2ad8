// registry/folder_scan.h
//
// What lies in a models folder, before anything is loaded.
//
//   TASNIF_ASSIGN_OR_RETURN(FolderScan scan, ScanModels("models", files));
//
// A head is a sub-folder whose name is a model name; a version is a sub-folder of it whose name is
// a number. Everything else (unfinished publishes, recipes, notes) is passed over.
// Threads: values and functions only.
#ifndef TASNIF_REGISTRY_FOLDER_SCAN_H_
#define TASNIF_REGISTRY_FOLDER_SCAN_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/files.h"
#include "labels/traffic.h"

namespace tasnif {

inline constexpr std::string_view kAliasesFile = "aliases.json";

using AliasMap = std::map<std::string, std::string>;  // Alias → version.

struct HeadFolder {
  std::vector<std::string> versions;  // Smallest first.
  AliasMap aliases;
  absl::Status aliases_status;  // Not OK: aliases.json could not be read; `aliases` is empty.
  Traffic traffic;
  absl::Status traffic_status;  // The same of traffic.json.
};

using FolderScan = std::map<std::string, HeadFolder>;  // By head.

// NOT_FOUND with the way out where there is no such folder. Errors of Files::List.
absl::StatusOr<FolderScan> ScanModels(const std::string& models_folder, const Files& files);

// INVALID_ARGUMENT: not a JSON object from alias names to version numbers. Pure.
absl::StatusOr<AliasMap> ParseAliases(std::string_view json);
// Of the head in this folder; none where it has no such file. Errors of Files::Read; those of
// ParseAliases, with the path.
absl::StatusOr<AliasMap> ReadAliases(const Files& files, const std::string& head_folder);
// Several lines, sorted. Pure.
std::string FormatAliases(const AliasMap& aliases);

// Those of `names` that are versions, smallest first. Pure.
std::vector<std::string> VersionsAmong(const std::vector<std::string>& names);
// One more than the largest; "1" for none. Pure.
std::string VersionAfter(const std::vector<std::string>& versions);

}  // namespace tasnif

#endif  // TASNIF_REGISTRY_FOLDER_SCAN_H_
