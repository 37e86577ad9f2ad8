#include "registry/traffic_file.h"

#include "absl/strings/str_cat.h"
#include "base/json.h"
#include "base/status.h"
#include "registry/manifest.h"

namespace tasnif {
namespace {

absl::StatusOr<TrafficShare> ParseShare(const Json& json) {
  TrafficShare share;
  TASNIF_ASSIGN_OR_RETURN(share.version, GetString(json, "version"));
  TASNIF_ASSIGN_OR_RETURN(const double percent, GetNumber(json, "percent"));
  // As somebody would write it: 12.5, not 12.500000001.
  TASNIF_ASSIGN_OR_RETURN(share.hundredths, ParsePercent(absl::StrCat(percent)));
  if (IsVersion(share.version) && share.hundredths > 0) return share;
  return absl::InvalidArgumentError("it has no version or no percentage over 0");
}

}  // namespace

bool IsTrafficUse(std::string_view use) { return use == kShadow || use == kCanary; }

absl::StatusOr<Traffic> ParseTraffic(std::string_view text) {
  TASNIF_ASSIGN_OR_RETURN(const Json json, ParseJson(text));
  constexpr char kForm[] =
      R"(expected an object such as {"canary": {"version": "4", "percent": 5}}; repair or remove )"
      "the file";
  if (!json.is_object()) return absl::InvalidArgumentError(kForm);
  Traffic traffic;
  for (const auto& [use, value] : json.items()) {
    absl::StatusOr<TrafficShare> share = absl::InvalidArgumentError("no such use");
    if (IsTrafficUse(use) && value.is_object()) share = ParseShare(value);
    if (!share.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("'", use, "' is ", DumpJson(value), ": ",
                                                     share.status().message(), "; ", kForm));
    }
    traffic[use] = *std::move(share);
  }
  return traffic;
}

std::string FormatTraffic(const Traffic& traffic) {
  Json json = Json::object();
  for (const auto& [use, share] : traffic) {
    json[use] = {{"version", share.version}, {"percent", share.hundredths / 100.0}};
  }
  return DumpJsonPretty(json) + "\n";
}

absl::StatusOr<Traffic> ReadTraffic(const Files& files, const std::string& folder) {
  const std::string path = absl::StrCat(folder, "/", std::string(kTrafficFile));
  if (!files.Exists(path)) return Traffic();
  TASNIF_ASSIGN_OR_RETURN(const std::string json, files.Read(path));
  absl::StatusOr<Traffic> traffic = ParseTraffic(json);
  if (!traffic.ok()) return Annotate(traffic.status(), path);
  return traffic;
}

}  // namespace tasnif
