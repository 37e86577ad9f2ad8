#include "registry/model_check.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/status.h"
#include "registry/bundle_folder.h"
#include "registry/folder_scan.h"
#include "registry/history.h"
#include "registry/traffic_file.h"

namespace tasnif {
namespace {

// Version → SHA-256 of the manifest that was published.
std::map<std::string, std::string> PublishedManifests(const History& history) {
  std::map<std::string, std::string> manifests;
  for (const HistoryEntry& entry : history) {
    if (entry.action == kPublish) manifests[entry.version] = entry.manifest_sha256;
  }
  return manifests;
}

absl::Status CheckManifestBytes(const Files& files, const std::string& folder,
                                const std::string& expected) {
  const std::string path = absl::StrCat(folder, "/", std::string(kBundleFile));
  TASNIF_ASSIGN_OR_RETURN(const std::string bytes, files.Read(path));
  const std::string found = Sha256Hex(bytes);
  if (found == expected) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(path, " has sha256 ", found, ", the history says ",
                                          expected, "; publish the version again"));
}

ModelFinding CheckVersion(const Files& files, const std::string& folder, const std::string& subject,
                          const std::string& expected_manifest) {
  ModelFinding finding{.subject = subject};
  if (expected_manifest.empty()) finding.note = "not in the history";
  finding.status = LoadBundle(folder, files).status();
  if (finding.status.ok() && !expected_manifest.empty()) {
    finding.status = CheckManifestBytes(files, folder, expected_manifest);
  }
  return finding;
}

ModelFinding CheckAliases(const Files& files, const std::string& folder, const std::string& head,
                          const History& history) {
  ModelFinding finding{.subject = head + " aliases"};
  absl::StatusOr<AliasMap> aliases = ReadAliases(files, folder);
  finding.status = aliases.status();
  if (!aliases.ok()) return finding;
  AliasMap& found = *aliases;
  for (const auto& [alias, version] : AliasesAfter(history)) {
    if (found[alias] == version) continue;
    finding.status = absl::FailedPreconditionError(absl::StrCat(
        "'", head, "@", alias, "' points at ", found[alias].empty() ? "nothing" : found[alias],
        ", the history says ", version.empty() ? "nothing" : version,
        ": it was changed by hand, or a change did not finish; repeat the change"));
    return finding;
  }
  return finding;
}

std::string Describe(const Traffic& traffic, std::string_view use) {
  const auto share = traffic.find(use);
  if (share == traffic.end()) return "off";
  return absl::StrCat(FormatPercent(share->second.hundredths), " % for version ",
                      share->second.version);
}

ModelFinding CheckTraffic(const Files& files, const std::string& folder, const std::string& head,
                          const History& history) {
  ModelFinding finding{.subject = head + " traffic"};
  const absl::StatusOr<Traffic> found = ReadTraffic(files, folder);
  finding.status = found.status();
  if (!found.ok()) return finding;
  const Traffic expected = TrafficAfter(history);
  for (const std::string_view use : {kShadow, kCanary}) {
    const std::string is = Describe(*found, use);
    const std::string was = Describe(expected, use);
    if (is == was) continue;
    finding.status = absl::FailedPreconditionError(
        absl::StrCat(std::string(use), " is ", is, ", the history says ", was,
                     ": it was changed by hand, or a change did not finish; repeat the change"));
    return finding;
  }
  finding.note =
      absl::StrCat("shadow ", Describe(*found, kShadow), ", canary ", Describe(*found, kCanary));
  return finding;
}

}  // namespace

std::vector<ModelFinding> CheckHead(const Files& files, const std::string& models_folder,
                                    const std::string& head) {
  const std::string folder = absl::StrCat(models_folder, "/", head);
  std::vector<ModelFinding> findings;
  const absl::StatusOr<History> read = ReadHistory(files, models_folder, head);
  const History history = read.ok() ? *read : History();
  findings.push_back({.subject = head + " history", .status = read.status()});
  const std::string end = absl::StrCat(folder, "/", std::string(kHistoryEndFile));
  if (read.ok() && !history.empty() && !files.Exists(end)) {
    findings.back().status = absl::DataLossError(absl::StrCat(
        "'", end, "' is missing, so that nobody can tell whether entries were cut off after ",
        history.back().hash.substr(0, 16), "; the next change writes it again"));
  }
  if (read.ok() && !history.empty()) {
    findings.back().note =
        absl::StrCat(history.size(), " entries, the last one ", history.back().hash.substr(0, 16));
  } else if (read.ok()) {
    findings.back().note = "none";
  }
  std::map<std::string, std::string> manifests = PublishedManifests(history);
  const absl::StatusOr<std::vector<std::string>> names = files.List(folder);
  if (!names.ok()) findings.push_back({.subject = head, .status = names.status()});
  const std::vector<std::string> versions =
      VersionsAmong(names.ok() ? *names : std::vector<std::string>());
  for (const std::string& version : versions) {
    findings.push_back(CheckVersion(files, absl::StrCat(folder, "/", version),
                                    absl::StrCat(head, "@", version), manifests[version]));
    manifests.erase(version);
  }
  for (const auto& [version, manifest] : manifests) {
    findings.push_back(
        {.subject = absl::StrCat(head, "@", version), .note = "published once, no longer on disk"});
  }
  // Without its history nothing can be said of an alias or a share.
  if (!read.ok()) return findings;
  findings.push_back(CheckAliases(files, folder, head, history));
  const std::string path = absl::StrCat(folder, "/", std::string(kTrafficFile));
  const bool has_traffic = files.Exists(path) || !TrafficAfter(history).empty();
  if (has_traffic) findings.push_back(CheckTraffic(files, folder, head, history));
  return findings;
}

}  // namespace tasnif
