// registry/traffic_file.h
//
// MODELS/<head>/traffic.json: which versions share the traffic of a head, and how much of it.
//
//   {"canary": {"version": "4", "percent": 5}, "shadow": {"version": "4", "percent": 20}}
//
// What the uses mean, and which articles a share takes: labels/traffic.h.
// Threads: values and functions only.
#ifndef TASNIF_REGISTRY_TRAFFIC_FILE_H_
#define TASNIF_REGISTRY_TRAFFIC_FILE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/files.h"
#include "labels/traffic.h"

namespace tasnif {

inline constexpr std::string_view kTrafficFile = "traffic.json";

// Whether it is kShadow or kCanary.
bool IsTrafficUse(std::string_view use);

// INVALID_ARGUMENT: not an object of that form. Pure.
absl::StatusOr<Traffic> ParseTraffic(std::string_view json);
// Several lines, sorted. Pure.
std::string FormatTraffic(const Traffic& traffic);

// Of the head in `folder` (MODELS/<head>); empty where there is no file. Errors of ParseTraffic and
// Files::Read, with the path.
absl::StatusOr<Traffic> ReadTraffic(const Files& files, const std::string& folder);

}  // namespace tasnif

#endif  // TASNIF_REGISTRY_TRAFFIC_FILE_H_
