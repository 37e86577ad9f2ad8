#include "train/strict_json.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/suggest.h"

namespace tasnif {

StrictObject::StrictObject(const Json& json, std::string path)
    : json_(json), path_(std::move(path)) {
  if (json.is_object()) return;
  Fail(absl::InvalidArgumentError(absl::StrCat(path_.empty() ? "the file" : path_, " is a ",
                                               json.type_name(), ", expected an object")));
}

std::string StrictObject::PathOf(std::string_view key) const {
  return path_.empty() ? std::string(key) : absl::StrCat(path_, ".", std::string(key));
}

void StrictObject::Fail(absl::Status status) {
  if (status_.ok()) status_ = std::move(status);
}

void StrictObject::FailType(std::string_view key, const std::string& expected) {
  const auto value = json_.find(key);
  Fail(absl::InvalidArgumentError(absl::StrCat(
      "'", PathOf(key), "' is ", value == json_.end() ? "absent" : DumpJson(*value).substr(0, 60),
      ", expected ", expected)));
}

const Json* StrictObject::Take(std::string_view key) {
  known_.emplace_back(key);
  if (!json_.is_object()) return nullptr;
  const auto value = json_.find(key);
  return value == json_.end() ? nullptr : &*value;
}

std::vector<std::string> StrictObject::TakeNames() {
  std::vector<std::string> names;
  if (!json_.is_object()) return names;
  for (const auto& [key, value] : json_.items()) names.push_back(key);
  known_ = names;
  return names;
}

bool StrictObject::ReadNumber(std::string_view key, const Json& value, double* out) {
  if (value.is_number()) *out = value.get<double>();
  const bool is_good = value.is_number() && std::isfinite(*out);
  if (!is_good) FailType(key, "a number");
  return is_good;
}

bool StrictObject::ReadCount(std::string_view key, const Json& value, uint32_t* out) {
  const bool is_good =
      value.is_number_unsigned() && value.get<uint64_t>() <= std::numeric_limits<int32_t>::max();
  if (is_good) *out = static_cast<uint32_t>(value.get<uint64_t>());
  if (!is_good) FailType(key, "a whole number from 0 to 2147483647");
  return is_good;
}

void StrictObject::Read(std::string_view key, std::string* out) {
  const Json* value = Take(key);
  if (value == nullptr) return;
  if (!value->is_string()) return FailType(key, "a string");
  *out = value->get<std::string>();
}

void StrictObject::Read(std::string_view key, bool* out) {
  const Json* value = Take(key);
  if (value == nullptr) return;
  if (!value->is_boolean()) return FailType(key, "true or false");
  *out = value->get<bool>();
}

void StrictObject::Read(std::string_view key, double* out) {
  if (const Json* value = Take(key)) ReadNumber(key, *value, out);
}

void StrictObject::Read(std::string_view key, float* out) {
  double number = *out;
  Read(key, &number);
  *out = static_cast<float>(number);
}

void StrictObject::Read(std::string_view key, uint32_t* out) {
  if (const Json* value = Take(key)) ReadCount(key, *value, out);
}

void StrictObject::Read(std::string_view key, std::vector<std::string>* out) {
  const Json* value = Take(key);
  if (value == nullptr) return;
  const bool is_good = value->is_array() && std::all_of(value->begin(), value->end(),
                                                        [](auto& v) { return v.is_string(); });
  if (!is_good) return FailType(key, "a list of strings");
  *out = value->get<std::vector<std::string>>();
}

void StrictObject::Read(std::string_view key, std::vector<uint32_t>* out) {
  const Json* value = Take(key);
  if (value == nullptr) return;
  if (!value->is_array()) return FailType(key, "a list of whole numbers");
  out->clear();
  for (const Json& item : *value) {
    if (!ReadCount(key, item, &out->emplace_back())) return;
  }
}

void StrictObject::Read(std::string_view key, std::map<std::string, double>* out) {
  const Json* value = Take(key);
  if (value == nullptr) return;
  StrictObject object(*value, PathOf(key));
  out->clear();
  for (const std::string& name : object.TakeNames()) object.Read(name, &(*out)[name]);
  Fail(object.Finish());
}

absl::Status StrictObject::Finish(std::string_view manual) {
  if (!status_.ok() || !json_.is_object()) return status_;
  for (const auto& [key, value] : json_.items()) {
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    return absl::InvalidArgumentError(absl::StrCat("unknown key '", PathOf(key), "'",
                                                   DidYouMean(key, known_), "; ",
                                                   std::string(manual), " lists all"));
  }
  return absl::OkStatus();
}

}  // namespace tasnif
