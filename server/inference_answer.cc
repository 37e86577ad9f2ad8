#include "server/inference_answer.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/tensor_codec.h"

namespace tasnif {
namespace {

constexpr size_t kStances = 3;

// One output; only the list of its datatype is filled.
struct OutputTensor {
  std::string name;
  std::string_view datatype;
  std::vector<int64_t> shape;
  std::vector<std::string> bytes;
  std::vector<float> floats;
  std::vector<bool> bools;
};

struct Score {
  std::string_view label;
  float probability = 0;
};

// What a head said of an article; null where it said nothing.
const v1::LabelPrediction* PredictionOf(const v1::ArticleResult& result, const std::string& head) {
  if (!result.has_prediction()) return nullptr;
  const v1::Prediction& prediction = result.prediction();
  if (head == "topic") return prediction.has_topic() ? &prediction.topic() : nullptr;
  if (head == "source_type") {
    return prediction.has_source_type() ? &prediction.source_type() : nullptr;
  }
  const auto found = prediction.heads().find(head);
  return found == prediction.heads().end() ? nullptr : &found->second;
}

// At most `count` of them, as the head ranks them.
std::vector<Score> ScoresOf(const v1::LabelPrediction* prediction, size_t count) {
  std::vector<Score> scores;
  if (prediction == nullptr || count == 0) return scores;
  scores.push_back({prediction->label(), prediction->probability()});
  for (const v1::LabelScore& next : prediction->alternatives()) {
    if (scores.size() == count) break;
    scores.push_back({next.label(), next.probability()});
  }
  return scores;
}

// Writes the rows of one answer. Everything it points at outlives it.
class AnswerWriter {
 public:
  AnswerWriter(const InferenceQuery& query, const v1::ClassifyResponse& response)
      : query_(query), results_(response.results()) {
    for (const v1::ArticleResult& result : results_) {
      targets_ = std::max(targets_, static_cast<size_t>(result.prediction().stance_size()));
    }
  }

  OutputTensor Write(const RequestedOutput& output) const {
    OutputTensor tensor = {.name = output.spec.name,
                           .datatype = output.classes > 0 ? "BYTES" : DatatypeOf(output.spec.kind),
                           .shape = {results_.size()}};
    if (output.spec.head == nullptr) {
      WriteCommon(output.spec.kind, &tensor);
    } else if (output.spec.head->bundle.kind() == v1::HEAD_KIND_STANCE) {
      WriteStance(output.spec.kind, &tensor);
    } else if (output.classes > 0) {
      WriteClasses(output, &tensor);
    } else {
      WriteLabels(output.spec, &tensor);
    }
    return tensor;
  }

 private:
  size_t Columns(const HeadModel& head, size_t wanted) const {
    return std::min({wanted, static_cast<size_t>(head.bundle.labels_size()), kMaxInferenceLabels});
  }

  static std::string ErrorOf(const v1::ArticleResult& result) {
    if (!result.has_error()) return "";
    const auto code = static_cast<absl::StatusCode>(result.error().code());
    return absl::StrCat(absl::StatusCodeToString(code), ": ", result.error().message());
  }

  void WriteCommon(OutputKind kind, OutputTensor* tensor) const {
    for (const v1::ArticleResult& result : results_) {
      tensor->bytes.push_back(kind == OutputKind::kError ? ErrorOf(result)
                                                         : result.prediction().language());
    }
  }

  bool IsBelowThreshold(const v1::LabelPrediction& prediction) const {
    return prediction.probability() < query_.parameters.threshold;
  }

  std::string ReasonOf(const v1::LabelPrediction* prediction) const {
    if (prediction == nullptr) return "error";
    if (!prediction->reason().empty()) return prediction->reason();
    return IsBelowThreshold(*prediction) ? "threshold" : "";
  }

  void WriteLabels(const OutputSpec& spec, OutputTensor* tensor) const {
    const bool has_columns = spec.kind == OutputKind::kLabels || spec.kind == OutputKind::kScores;
    const size_t columns = Columns(*spec.head, query_.parameters.top_k);
    if (has_columns) tensor->shape.push_back(static_cast<int64_t>(columns));
    for (const v1::ArticleResult& result : results_) {
      const v1::LabelPrediction* prediction = PredictionOf(result, spec.head->head());
      if (spec.kind == OutputKind::kReason) tensor->bytes.push_back(ReasonOf(prediction));
      if (spec.kind == OutputKind::kAbstained) {
        tensor->bools.push_back(prediction == nullptr || prediction->abstained() ||
                                IsBelowThreshold(*prediction));
      }
      if (!has_columns) continue;
      std::vector<Score> scores = ScoresOf(prediction, columns);
      scores.resize(columns);
      for (const Score& score : scores) {
        if (spec.kind == OutputKind::kScores) {
          tensor->floats.push_back(score.probability);
        } else {
          tensor->bytes.emplace_back(score.label);
        }
      }
    }
  }

  // "SCORE:INDEX:LABEL", the best score first, which need not be the label that was decided for.
  void WriteClasses(const RequestedOutput& output, OutputTensor* tensor) const {
    const v1::Bundle& bundle = output.spec.head->bundle;
    absl::flat_hash_map<std::string_view, int> places;
    for (int i = 0; i < bundle.labels_size(); ++i) places.emplace(bundle.labels(i), i);
    const size_t columns = Columns(*output.spec.head, output.classes);
    tensor->shape.push_back(static_cast<int64_t>(columns));
    for (const v1::ArticleResult& result : results_) {
      std::vector<Score> scores = ScoresOf(PredictionOf(result, bundle.head()), columns);
      absl::c_stable_sort(
          scores, [](const Score& a, const Score& b) { return a.probability > b.probability; });
      const size_t end = tensor->bytes.size() + columns;
      for (const Score& score : scores) {
        const auto place = places.find(score.label);
        tensor->bytes.push_back(absl::StrFormat("%.6f:%d:%s", score.probability,
                                                place == places.end() ? -1 : place->second,
                                                score.label));
      }
      tensor->bytes.resize(end);
    }
  }

  void WriteStance(OutputKind kind, OutputTensor* tensor) const {
    tensor->shape.push_back(static_cast<int64_t>(targets_));
    if (kind == OutputKind::kStanceScores) tensor->shape.push_back(kStances);
    for (const v1::ArticleResult& result : results_) {
      const auto& stances = result.prediction().stance();
      for (size_t i = 0; i < targets_; ++i) {
        static const v1::StancePrediction kNone;
        const bool is_there = i < static_cast<size_t>(stances.size());
        AppendStance(kind, is_there ? stances.Get(static_cast<int>(i)) : kNone, tensor);
      }
    }
  }

  static void AppendStance(OutputKind kind, const v1::StancePrediction& stance,
                           OutputTensor* tensor) {
    if (kind == OutputKind::kTargets) tensor->bytes.push_back(stance.target());
    if (kind == OutputKind::kStanceLabels) tensor->bytes.push_back(stance.label());
    if (kind == OutputKind::kStanceReason) tensor->bytes.push_back(stance.reason());
    if (kind != OutputKind::kStanceScores) return;
    const v1::StanceProbabilities& probabilities = stance.probabilities();
    tensor->floats.insert(tensor->floats.end(), {probabilities.favor(), probabilities.against(),
                                                 probabilities.neutral()});
  }

  const InferenceQuery& query_;
  const google::protobuf::RepeatedPtrField<v1::ArticleResult>& results_;
  size_t targets_ = 0;  // Of the article that has most.
};

std::string Raw(const OutputTensor& tensor) {
  if (tensor.datatype == "FP32") return RawFloats(tensor.floats);
  if (tensor.datatype == "BOOL") return RawBools(tensor.bools);
  return RawBytes(tensor.bytes);
}

void FillContents(OutputTensor tensor, inference::InferTensorContents* contents) {
  contents->mutable_fp32_contents()->Add(tensor.floats.begin(), tensor.floats.end());
  for (const bool value : tensor.bools) contents->add_bool_contents(value);
  for (std::string& value : tensor.bytes) contents->add_bytes_contents(std::move(value));
}

void Append(OutputTensor tensor, bool is_raw, inference::ModelInferResponse* answer) {
  auto* output = answer->add_outputs();
  output->set_name(tensor.name);
  output->set_datatype(std::string(tensor.datatype));
  output->mutable_shape()->Add(tensor.shape.begin(), tensor.shape.end());
  if (is_raw) {
    answer->add_raw_output_contents(Raw(tensor));
  } else {
    FillContents(std::move(tensor), output->mutable_contents());
  }
}

}  // namespace

inference::ModelInferResponse MakeInferenceAnswer(const InferenceQuery& query,
                                                  const v1::ClassifyResponse& response) {
  inference::ModelInferResponse answer;
  answer.set_model_name(query.model.name);
  answer.set_model_version(query.model.version);
  answer.set_id(query.id);
  if (query.model.is_article()) {
    for (const HeadModel* head : query.model.heads) {
      (*answer.mutable_parameters())[head->head()].set_string_param(head->reference());
    }
  }
  const AnswerWriter writer(query, response);
  for (const RequestedOutput& output : query.outputs) {
    Append(writer.Write(output), query.is_raw, &answer);
  }
  return answer;
}

}  // namespace tasnif
