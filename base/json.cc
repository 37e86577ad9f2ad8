#include "base/json.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace tasnif {
namespace {

const Json* Find(const Json& object, std::string_view key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(std::string(key));
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

absl::Status WrongType(std::string_view key, const Json& value, std::string_view expected) {
  return absl::InvalidArgumentError(absl::StrCat("field '", std::string(key), "' is a ",
                                                 value.type_name(), ", expected ",
                                                 std::string(expected)));
}

// Counts brackets outside strings: nlohmann has no depth limit of its own.
bool IsTooDeep(std::string_view text) {
  int depth = 0, deepest = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      else if (c == '"') in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if (c == '{' || c == '[') deepest = std::max(deepest, ++depth);
    if (c == '}' || c == ']') --depth;
  }
  return deepest > kMaxJsonDepth;
}

}  // namespace

absl::StatusOr<Json> ParseJson(std::string_view text) {
  if (IsTooDeep(text)) {
    return absl::InvalidArgumentError(
        absl::StrCat("JSON is nested deeper than ", kMaxJsonDepth, " levels"));
  }
  try {
    return Json::parse(text.begin(), text.end());
  } catch (const nlohmann::json::parse_error& error) {
    return absl::InvalidArgumentError(absl::StrCat("not JSON at byte ", error.byte));
  } catch (const std::exception& error) {
    return absl::InvalidArgumentError(absl::StrCat("not JSON: ", error.what()));
  }
}

std::string DumpJson(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string DumpJsonPretty(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

absl::StatusOr<std::string> GetString(const Json& object, std::string_view key,
                                      std::string_view absent) {
  const Json* value = Find(object, key);
  if (value == nullptr) return std::string(absent);
  if (!value->is_string()) return WrongType(key, *value, "a string");
  return value->get<std::string>();
}

absl::StatusOr<double> GetNumber(const Json& object, std::string_view key, double absent) {
  const Json* value = Find(object, key);
  if (value == nullptr) return absent;
  if (!value->is_number()) return WrongType(key, *value, "a number");
  return value->get<double>();
}

absl::StatusOr<int64_t> GetInteger(const Json& object, std::string_view key, int64_t absent) {
  const Json* value = Find(object, key);
  if (value == nullptr) return absent;
  if (!value->is_number_integer()) return WrongType(key, *value, "a whole number");
  return value->get<int64_t>();
}

absl::StatusOr<bool> GetBool(const Json& object, std::string_view key, bool absent) {
  const Json* value = Find(object, key);
  if (value == nullptr) return absent;
  if (!value->is_boolean()) return WrongType(key, *value, "true or false");
  return value->get<bool>();
}

absl::StatusOr<std::vector<std::string>> GetStrings(const Json& object, std::string_view key) {
  TASNIF_ASSIGN_OR_RETURN(const Json* array, GetArray(object, key));
  std::vector<std::string> strings;
  if (array == nullptr) return strings;
  for (const Json& item : *array) {
    if (!item.is_string()) return WrongType(key, item, "an array of strings");
    strings.push_back(item.get<std::string>());
  }
  return strings;
}

absl::StatusOr<const Json*> GetObject(const Json& object, std::string_view key) {
  const Json* value = Find(object, key);
  if (value != nullptr && !value->is_object()) return WrongType(key, *value, "an object");
  return value;
}

absl::StatusOr<const Json*> GetArray(const Json& object, std::string_view key) {
  const Json* value = Find(object, key);
  if (value != nullptr && !value->is_array()) return WrongType(key, *value, "an array");
  return value;
}

}  // namespace tasnif
