// base/json.h
//
// The one place that knows nlohmann-json. Parsing never throws; reading a field of the wrong type
// is an error that names the field.
//
//   TASNIF_ASSIGN_OR_RETURN(Json json, ParseJson(line));
//   TASNIF_ASSIGN_OR_RETURN(std::string text, GetString(json, "text"));       // "" where absent
//
// Source: RFC 8259. Duplicate keys: the last one counts. Nesting deeper than kMaxJsonDepth is
// refused, so that a hostile line cannot exhaust the stack.
#ifndef TASNIF_BASE_JSON_H_
#define TASNIF_BASE_JSON_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tasnif {

// Objects keep the order in which keys were set, so that output order is the schema's order.
using Json = nlohmann::ordered_json;

inline constexpr int kMaxJsonDepth = 64;

// INVALID_ARGUMENT with the position, counted from 1, where `text` is not JSON ("not JSON at byte
// 17"), or where it is nested too deeply. The message never quotes the text.
// Bytes inside strings that are not UTF-8 are kept as they are; text/ repairs them.
absl::StatusOr<Json> ParseJson(std::string_view text);

// One line, no spaces; invalid UTF-8 becomes U+FFFD.
std::string DumpJson(const Json& json);

// Over several lines, two spaces of indent.
std::string DumpJsonPretty(const Json& json);

// The field of `object`, or the given default where it is absent or null, or where `object` is not
// an object: check that once, with is_object().
// INVALID_ARGUMENT where it has another type: "field 'title' is a number, expected a string".
absl::StatusOr<std::string> GetString(const Json& object, std::string_view key,
                                      std::string_view absent = "");
absl::StatusOr<double> GetNumber(const Json& object, std::string_view key, double absent = 0);
absl::StatusOr<int64_t> GetInteger(const Json& object, std::string_view key, int64_t absent = 0);
absl::StatusOr<bool> GetBool(const Json& object, std::string_view key, bool absent = false);
absl::StatusOr<std::vector<std::string>> GetStrings(const Json& object, std::string_view key);

// Pointer to the field, or null where absent or null. INVALID_ARGUMENT if not an object or array.
absl::StatusOr<const Json*> GetObject(const Json& object, std::string_view key);
absl::StatusOr<const Json*> GetArray(const Json& object, std::string_view key);

}  // namespace tasnif

#endif  // TASNIF_BASE_JSON_H_
