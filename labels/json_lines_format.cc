#include <algorithm>
#include <cmath>

#include "base/json.h"
#include "labels/json_lines.h"

namespace tasnif {
namespace {

// Digits beyond the sixth differ between machines; nobody decides on them.
Json Rounded(float value) {
  constexpr double kUnit = 1e6;
  const double rounded = std::round(static_cast<double>(value) * kUnit) / kUnit;
  return rounded == 0 ? 0.0 : rounded;  // Never "-0.0".
}

Json ToJson(const v1::LabelScore& score) {
  return {{"label", score.label()}, {"probability", Rounded(score.probability())}};
}

Json ToJson(const v1::StanceProbabilities& probabilities) {
  return {{"favor", Rounded(probabilities.favor())},
          {"against", Rounded(probabilities.against())},
          {"neutral", Rounded(probabilities.neutral())}};
}

Json ToJson(const v1::Contribution& word) {
  return {{"text", word.text()},
          {"begin_byte", word.begin_byte()},
          {"end_byte", word.end_byte()},
          {"in_title", word.in_title()},
          {"logit", Rounded(word.logit())}};
}

Json ToJson(const v1::Evidence& evidence) {
  return {{"begin_byte", evidence.begin_byte()},
          {"end_byte", evidence.end_byte()},
          {"text", evidence.text()}};
}

template <typename Items>
Json ToJsonArray(const Items& items) {
  Json array = Json::array();
  for (const auto& item : items) array.push_back(ToJson(item));
  return array;
}

Json LabelToJson(const v1::LabelPrediction& label) {
  return {{"label", label.label()},
          {"probability", Rounded(label.probability())},
          {"alternatives", ToJsonArray(label.alternatives())},
          {"abstained", label.abstained()},
          {"reason", label.reason()},
          {"model", label.model()}};
}

void AddExplanation(const google::protobuf::RepeatedPtrField<v1::Contribution>& words, Json* json) {
  if (!words.empty()) (*json)["explanation"] = ToJsonArray(words);
}

Json TopicToJson(const v1::LabelPrediction& label) {
  Json json = LabelToJson(label);
  AddExplanation(label.explanation(), &json);
  return json;
}

Json AttributionToJson(const v1::Attribution& attribution, bool is_explained) {
  Json json = {{"agency", attribution.agency()},
               {"begin_byte", attribution.begin_byte()},
               {"end_byte", attribution.end_byte()}};
  if (!is_explained) return json;
  json["place"] = attribution.place();
  json["kind"] = attribution.kind();
  return json;
}

Json OutletToJson(const v1::Outlet& outlet) {
  Json json = {{"domain", outlet.domain()}, {"country", nullptr}, {"state_media", nullptr}};
  if (!outlet.country().empty()) json["country"] = outlet.country();
  if (outlet.has_state_media()) json["state_media"] = outlet.state_media();
  return json;
}

Json SourceTypeToJson(const v1::LabelPrediction& label, bool is_explained) {
  Json json = LabelToJson(label);
  json["attribution"] = Json::array();
  for (const v1::Attribution& attribution : label.attribution()) {
    json["attribution"].push_back(AttributionToJson(attribution, is_explained));
  }
  json["outlet"] = label.has_outlet() ? OutletToJson(label.outlet()) : Json(nullptr);
  if (is_explained) json["decided_by"] = label.decided_by();
  AddExplanation(label.explanation(), &json);
  return json;
}

Json StanceToJson(const v1::StancePrediction& stance, bool is_explained) {
  Json json = {{"target", stance.target()},
               {"label", stance.label()},
               {"probability", Rounded(stance.probability())}};
  json["probabilities"] =
      stance.has_probabilities() ? ToJson(stance.probabilities()) : Json(nullptr);
  json["evidence"] = ToJsonArray(stance.evidence());
  json["reason"] = stance.reason();
  json["model"] = stance.model();
  if (is_explained) json["target_source"] = stance.target_source();
  AddExplanation(stance.explanation(), &json);
  return json;
}

// protobuf maps have no order of their own.
Json HeadsToJson(const google::protobuf::Map<std::string, v1::LabelPrediction>& heads) {
  std::vector<std::string> names;
  for (const auto& entry : heads) names.push_back(entry.first);
  std::sort(names.begin(), names.end());
  Json json = Json::object();
  for (const std::string& name : names) json[name] = TopicToJson(heads.at(name));
  return json;
}

// Reasons beyond the schema are written only where an explanation was asked for.
bool IsExplained(const v1::Prediction& prediction) {
  const auto has = [](const auto& item) { return !item.explanation().empty(); };
  return has(prediction.topic()) || has(prediction.source_type()) ||
         std::any_of(prediction.stance().begin(), prediction.stance().end(), has) ||
         std::any_of(prediction.heads().begin(), prediction.heads().end(),
                     [&has](const auto& entry) { return has(entry.second); });
}

void AddPrediction(const v1::Prediction& prediction, Json* json) {
  const bool is_explained = IsExplained(prediction);
  (*json)["language"] = prediction.language();
  if (prediction.has_topic()) (*json)["topic"] = TopicToJson(prediction.topic());
  if (prediction.has_source_type()) {
    (*json)["source_type"] = SourceTypeToJson(prediction.source_type(), is_explained);
  }
  (*json)["stance"] = Json::array();
  for (const v1::StancePrediction& stance : prediction.stance()) {
    (*json)["stance"].push_back(StanceToJson(stance, is_explained));
  }
  if (!prediction.heads().empty()) (*json)["heads"] = HeadsToJson(prediction.heads());
  (*json)["warnings"] = Json::array();
  for (const std::string& warning : prediction.warnings()) (*json)["warnings"].push_back(warning);
  if (!prediction.extracted_text().empty()) (*json)["text"] = prediction.extracted_text();
}

}  // namespace

std::string FormatResult(const v1::ArticleResult& result) {
  Json json = {{"id", result.id()}};
  if (result.has_error()) {
    json["error"] = {{"code", std::string(ErrorCodeName(result.error().code()))},
                     {"message", result.error().message()}};
  } else {
    AddPrediction(result.prediction(), &json);
  }
  return DumpJson(json);
}

std::string_view ErrorCodeName(v1::ErrorCode code) {
  switch (code) {
    case v1::ERROR_CODE_INVALID_ARGUMENT:
      return "INVALID_ARGUMENT";
    case v1::ERROR_CODE_DEADLINE_EXCEEDED:
      return "DEADLINE_EXCEEDED";
    case v1::ERROR_CODE_RESOURCE_EXHAUSTED:
      return "RESOURCE_EXHAUSTED";
    case v1::ERROR_CODE_FAILED_PRECONDITION:
      return "FAILED_PRECONDITION";
    case v1::ERROR_CODE_INTERNAL:
      return "INTERNAL";
    case v1::ERROR_CODE_UNAVAILABLE:
      return "UNAVAILABLE";
    default:
      return "UNKNOWN";
  }
}

}  // namespace tasnif
