#include "base/json.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "base/json_bytes.h"
#include "base/status.h"

namespace tasnif {
namespace {

const Json* Find(const Json& object, std::string_view key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(std::string(key));
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string_view NameWithArticle(const Json& value) {
  switch (value.type()) {
    case Json::value_t::object:
      return "an object";
    case Json::value_t::array:
      return "an array";
    case Json::value_t::string:
      return "a string";
    case Json::value_t::boolean:
      return "true or false";
    case Json::value_t::null:
      return "null";
    default:
      return "a number";
  }
}

absl::Status WrongType(std::string_view key, const Json& value, std::string_view expected,
                       std::string_view verb = "is ") {
  return absl::InvalidArgumentError(
      absl::StrCat("field '", std::string(key), "' ", std::string(verb),
                   std::string(NameWithArticle(value)), ", expected ", std::string(expected)));
}

// Counts brackets outside strings: nlohmann has no depth limit of its own.
bool IsTooDeep(std::string_view text) {
  int depth = 0, deepest = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if (c == '{' || c == '[') deepest = std::max(deepest, ++depth);
    if (c == '}' || c == ']') --depth;
  }
  return deepest > kMaxJsonDepth;
}

// Position 1 is the first byte, as nlohmann counts.
absl::Status NotJson(size_t position, std::string_view parsed, std::string_view original) {
  if (original.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return absl::InvalidArgumentError("not JSON: expected a value, found nothing");
  }
  if (position > parsed.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("not JSON: it ends too early, after ", original.size(), " bytes"));
  }
  const size_t offset = position == 0 ? 0 : position - 1;
  const size_t at =
      parsed.size() == original.size() ? offset : OffsetBeforeEscape(original, offset);
  return absl::InvalidArgumentError(absl::StrCat("not JSON at byte ", at + 1));
}

// parsed: well-formed UTF-8; `original` itself or its escaped form.
absl::StatusOr<Json> ParseValid(std::string_view parsed, std::string_view original) {
  try {
    return Json::parse(parsed.begin(), parsed.end());
  } catch (const nlohmann::json::parse_error& error) {
    return NotJson(error.byte, parsed, original);
  } catch (const nlohmann::json::out_of_range&) {
    return absl::InvalidArgumentError("not JSON: a number is too large");
  } catch (const std::exception& error) {
    return absl::InvalidArgumentError(absl::StrCat("not JSON: ", error.what()));
  }
}

Json Unescaped(const Json& json) {
  if (json.is_string()) return UnescapeInvalidUtf8(json.get_ref<const std::string&>());
  if (!json.is_structured()) return json;
  Json out(json.type());
  for (const auto& [key, value] : json.items()) {
    if (json.is_object()) {
      out[UnescapeInvalidUtf8(key)] = Unescaped(value);
    } else {
      out.push_back(Unescaped(value));
    }
  }
  return out;
}

}  // namespace

absl::StatusOr<Json> ParseJson(std::string_view text) {
  if (IsTooDeep(text)) {
    return absl::InvalidArgumentError(
        absl::StrCat("JSON is nested deeper than ", kMaxJsonDepth, " levels"));
  }
  if (IsWellFormedUtf8(text)) return ParseValid(text, text);
  TASNIF_ASSIGN_OR_RETURN(const Json escaped, ParseValid(EscapeInvalidUtf8(text), text));
  return Unescaped(escaped);
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
  const bool is_too_large = value->is_number_unsigned() && value->get<uint64_t>() > INT64_MAX;
  if (!value->is_number_integer() || is_too_large) {
    return WrongType(key, *value, "a whole number below 2^63");
  }
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
    if (!item.is_string()) return WrongType(key, item, "an array of strings", "has ");
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
