#include "train/search_recipe.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tasnif {
namespace {

struct Setting {
  double least;
  double most;
  bool is_whole;
};

// What the recipe's `fasttext` accepts.
const std::map<std::string, Setting>& Settings() {
  static const auto* const kSettings = new std::map<std::string, Setting>{
      {"lr", {1e-6, 100, false}},    {"epoch", {1, 1000, true}},  {"dim", {1, 2000, true}},
      {"word_ngrams", {1, 5, true}}, {"bucket", {1, 50e6, true}}, {"min_count", {1, 1e6, true}},
      {"minn", {0, 12, true}},       {"maxn", {0, 12, true}}};
  return *kSettings;
}

absl::Status Bad(const std::string& key, const std::string& expected) {
  return absl::InvalidArgumentError(absl::StrCat("'", key, "' must be ", expected));
}

absl::Status CheckName(const std::string& path, const std::string& name) {
  if (Settings().count(name) > 0) return absl::OkStatus();
  const auto add_name = [](std::string* out, const auto& setting) { out->append(setting.first); };
  return Bad(path, absl::StrCat("a setting of fasttext that can be searched: ",
                                absl::StrJoin(Settings(), ", ", add_name)));
}

absl::Status CheckValue(const std::string& path, const Setting& setting, double value) {
  const bool is_kind = !setting.is_whole || value == std::floor(value);
  if (is_kind && value >= setting.least && value <= setting.most) return absl::OkStatus();
  return Bad(path, absl::StrCat(setting.is_whole ? "whole numbers" : "numbers", " from ",
                                setting.least, " to ", setting.most));
}

absl::Status CheckRange(const std::string& path, const Setting& setting, const SearchRange& range) {
  std::vector<double> all = range.values;
  if (all.empty()) all = {range.min, range.max};
  for (const double value : all) {
    if (absl::Status bad = CheckValue(path, setting, value); !bad.ok()) return bad;
  }
  if (range.values.empty() && range.min >= range.max) return Bad(path, "a range with min < max");
  if (range.is_log && range.min <= 0)
    return Bad(path, "a range with min above 0 where log is true");
  return absl::OkStatus();
}

SearchRange ReadRange(StrictObject& ranges, const std::string& name, const Json& value) {
  SearchRange range;
  const std::string path = ranges.PathOf(name);
  if (value.is_array()) {
    for (const Json& item : value) {
      if (!item.is_number()) ranges.Fail(Bad(path, "a list of numbers"));
      if (item.is_number()) range.values.push_back(item.get<double>());
    }
    if (value.empty()) ranges.Fail(Bad(path, "a list with at least one number"));
    return range;
  }
  StrictObject object(value, path);
  object.Read("min", &range.min);
  object.Read("max", &range.max);
  object.Read("log", &range.is_log);
  ranges.Fail(object.Finish());
  return range;
}

void ReadRanges(StrictObject& object, SearchRecipe* search) {
  const Json* value = object.Take("ranges");
  if (value == nullptr) return;
  StrictObject ranges(*value, object.PathOf("ranges"));
  for (const std::string& name : ranges.TakeNames()) {
    const absl::Status known = CheckName(ranges.PathOf(name), name);
    ranges.Fail(known);
    if (!known.ok()) continue;
    const SearchRange range = ReadRange(ranges, name, *ranges.Take(name));
    ranges.Fail(CheckRange(ranges.PathOf(name), Settings().at(name), range));
    search->ranges[name] = range;
  }
  if (search->ranges.empty()) ranges.Fail(Bad(object.PathOf("ranges"), "an object with a range"));
  object.Fail(ranges.Finish());
}

}  // namespace

std::map<std::string, SearchRange> DefaultSearchRanges() {
  return {{"lr", {.min = 0.05, .max = 1.5, .is_log = true}},
          {"epoch", {.min = 3, .max = 30, .is_log = true}},
          {"dim", {.values = {16, 32, 64}}},
          {"word_ngrams", {.values = {1, 2}}},
          {"bucket", {.values = {100000, 400000}}}};
}

bool IsWholeSetting(const std::string& name) { return Settings().at(name).is_whole; }

void ReadSearch(StrictObject& object, SearchRecipe* search) {
  object.Read("metric", &search->metric);
  object.Read("part", &search->part);
  object.Read("seed", &search->seed);
  object.Read("candidates", &search->candidates);
  object.Read("reduction", &search->reduction);
  ReadRanges(object, search);
  if (search->metric != "macro_f1" && search->metric != "accuracy") {
    object.Fail(Bad(object.PathOf("metric"), "'macro_f1' or 'accuracy'"));
  }
  if (search->part != "dev" && search->part != "holdout") {
    object.Fail(Bad(object.PathOf("part"), "'dev' or 'holdout'"));
  }
  const auto check_count = [&](const char* key, uint32_t value, uint32_t least, uint32_t most) {
    if (value >= least && value <= most) return;
    object.Fail(Bad(object.PathOf(key), absl::StrCat("from ", least, " to ", most)));
  };
  check_count("candidates", search->candidates, 1, 1000);
  check_count("reduction", search->reduction, 2, 10);
}

}  // namespace tasnif
