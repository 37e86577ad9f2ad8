// registry/manifest.h
//
// `bundle.json`: between text and message, and whether what it says can be used here. Pure.
//
//   TASNIF_ASSIGN_OR_RETURN(v1::Bundle bundle, ParseManifest(json));
//   TASNIF_RETURN_IF_ERROR(CheckManifest(bundle));
//
// Format: the JSON mapping of protobuf 3 with field names as they stand in bundle.proto.
// Threads: pure functions.
#ifndef TASNIF_REGISTRY_MANIFEST_H_
#define TASNIF_REGISTRY_MANIFEST_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tasnif/v1/bundle.pb.h"

namespace tasnif {

// Bundle.format_version that this program writes, and the largest that it reads.
inline constexpr uint32_t kBundleFormatVersion = 1;

// Unknown fields are ignored: a newer program may have written more.
// INVALID_ARGUMENT: not the JSON of a Bundle; the message names field or place.
absl::StatusOr<v1::Bundle> ParseManifest(std::string_view json);

// Several lines; the same bundle always gives the same bytes.
std::string FormatManifest(const v1::Bundle& bundle);

// INVALID_ARGUMENT: a field is missing or impossible (named). FAILED_PRECONDITION: a newer format,
// or text rules of another version than this program's.
absl::Status CheckManifest(const v1::Bundle& bundle);

// [a-z][a-z0-9_]*: heads and aliases.
bool IsModelName(std::string_view name);
// "1", "2", …: no leading zero, at most nine digits.
bool IsVersion(std::string_view name);

}  // namespace tasnif

#endif  // TASNIF_REGISTRY_MANIFEST_H_
