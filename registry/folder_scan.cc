#include "registry/folder_scan.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/json.h"
#include "base/status.h"
#include "registry/manifest.h"
#include "registry/traffic_file.h"

namespace tasnif {
namespace {

void AddAliases(const std::string& folder, const Files& files, HeadFolder* head) {
  const absl::StatusOr<AliasMap> aliases = ReadAliases(files, folder);
  head->aliases_status = aliases.status();
  if (aliases.ok()) head->aliases = *aliases;
}

}  // namespace

std::vector<std::string> VersionsAmong(const std::vector<std::string>& names) {
  std::vector<std::string> versions;
  std::copy_if(names.begin(), names.end(), std::back_inserter(versions), IsVersion);
  // Without leading zeros the shorter number is the smaller one.
  std::sort(versions.begin(), versions.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  });
  return versions;
}

std::string VersionAfter(const std::vector<std::string>& versions) {
  const std::vector<std::string> sorted = VersionsAmong(versions);
  int64_t last = 0;
  if (!sorted.empty() && !absl::SimpleAtoi(sorted.back(), &last)) return "1";
  return absl::StrCat(last + 1);
}

absl::StatusOr<AliasMap> ReadAliases(const Files& files, const std::string& head_folder) {
  const std::string path = absl::StrCat(head_folder, "/", std::string(kAliasesFile));
  if (!files.Exists(path)) return AliasMap();
  TASNIF_ASSIGN_OR_RETURN(const std::string json, files.Read(path));
  absl::StatusOr<AliasMap> aliases = ParseAliases(json);
  if (!aliases.ok()) return Annotate(aliases.status(), path);
  return aliases;
}

absl::StatusOr<AliasMap> ParseAliases(std::string_view text) {
  TASNIF_ASSIGN_OR_RETURN(const Json json, ParseJson(text));
  if (!json.is_object()) {
    return absl::InvalidArgumentError(
        R"(expected an object such as {"champion": "1"}; repair or remove the file)");
  }
  AliasMap aliases;
  for (const auto& [alias, version] : json.items()) {
    const bool is_good =
        IsModelName(alias) && version.is_string() && IsVersion(version.get<std::string>());
    if (!is_good) {
      return absl::InvalidArgumentError(absl::StrCat("alias '", alias, "' is ", DumpJson(version),
                                                     R"(, expected a version such as "1")"));
    }
    aliases[alias] = version.get<std::string>();
  }
  return aliases;
}

std::string FormatAliases(const AliasMap& aliases) {
  Json json = Json::object();
  for (const auto& [alias, version] : aliases) json[alias] = version;
  return DumpJsonPretty(json) + "\n";
}

absl::StatusOr<FolderScan> ScanModels(const std::string& models_folder, const Files& files) {
  if (!files.IsFolder(models_folder)) {
    return absl::NotFoundError(absl::StrCat(
        "models folder '", models_folder, "' does not exist; point --models at a folder with ",
        "models, such as 'models' of the checkout, or make one with 'tasnif train'"));
  }
  TASNIF_ASSIGN_OR_RETURN(const std::vector<std::string> names, files.List(models_folder));
  FolderScan scan;
  for (const std::string& name : names) {
    const std::string folder = absl::StrCat(models_folder, "/", name);
    if (!IsModelName(name) || !files.IsFolder(folder)) continue;
    TASNIF_ASSIGN_OR_RETURN(const std::vector<std::string> entries, files.List(folder));
    HeadFolder head;
    head.versions = VersionsAmong(entries);
    AddAliases(folder, files, &head);
    absl::StatusOr<Traffic> traffic = ReadTraffic(files, folder);
    head.traffic_status = traffic.status();
    if (traffic.ok()) head.traffic = *std::move(traffic);
    const bool has_aliases = !head.aliases.empty() || !head.aliases_status.ok();
    if (!head.versions.empty() || has_aliases) scan[name] = std::move(head);
  }
  return scan;
}

}  // namespace tasnif
