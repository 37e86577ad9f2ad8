#include "server/inference_query.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "base/suggest.h"
#include "server/input_tensors.h"
#include "server/tensor_codec.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

constexpr std::string_view kTextInput = "text";

// Messages hold only UTF-8.
std::string Utf8(std::string_view bytes) { return RepairUtf8(bytes).text; }

void SetText(std::string_view bytes, v1::Article* article) {
  if (IsValidUtf8(bytes)) {
    article->set_text(bytes.data(), bytes.size());
  } else {
    article->set_content(bytes.data(), bytes.size());
  }
}

// One element of an input, as it belongs into its article.
void SetField(std::string_view name, std::string_view value, v1::Article* article) {
  if (name == kTextInput) return SetText(value, article);
  if (name == "id") return article->set_id(Utf8(value));
  if (name == "title") return article->set_title(Utf8(value));
  if (name == "language") return article->set_language(Utf8(value));
  if (name == "url") return article->set_url(Utf8(value));
  if (name == "publisher") return article->set_publisher(Utf8(value));
  if (name == "byline") return article->set_byline(Utf8(value));
  // A row of targets is filled up with empty ones.
  if (!value.empty()) article->add_targets()->set_name(Utf8(value));
}

absl::StatusOr<const InputSpec*> FindInput(std::string_view name) {
  const auto inputs = InferenceInputs();
  const auto* found = absl::c_find_if(inputs, [&](const InputSpec& i) { return i.name == name; });
  if (found != inputs.end()) return found;
  std::vector<std::string> names;
  for (const InputSpec& input : inputs) names.emplace_back(input.name);
  return absl::InvalidArgumentError(absl::StrCat("no input '", std::string(name), "'",
                                                 DidYouMean(name, names),
                                                 "; ModelMetadata lists the inputs"));
}

// [N], [N,1], or where the input has columns [N,T].
absl::Status CheckShape(const InputTensor& tensor, bool has_columns, int64_t articles) {
  const bool is_column = tensor.shape.size() == 2 && (has_columns || tensor.shape[1] == 1);
  const bool is_known = tensor.shape.size() == 1 || is_column;
  if (is_known && tensor.shape[0] == articles) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("input '", std::string(tensor.name), "' has shape ", ShapeText(tensor.shape),
                   ", expected [", articles, "] or [", articles, has_columns ? ",T]" : ",1]"));
}

const InputTensor* FindText(const InputTensors& inputs) {
  const auto text =
      absl::c_find_if(inputs.tensors, [](const InputTensor& t) { return t.name == kTextInput; });
  return text == inputs.tensors.end() ? nullptr : &*text;
}

absl::Status FillArticles(const InputTensors& inputs, v1::ClassifyRequest* request) {
  const InputTensor* text = FindText(inputs);
  if (text == nullptr) {
    return absl::InvalidArgumentError("there is no input 'text'; send BYTES of shape [N]");
  }
  TASNIF_RETURN_IF_ERROR(CheckShape(*text, false, text->shape[0]));
  const size_t articles = text->elements.size();
  for (size_t i = 0; i < articles; ++i) request->add_articles();
  for (const InputTensor& tensor : inputs.tensors) {
    TASNIF_ASSIGN_OR_RETURN(const InputSpec* spec, FindInput(tensor.name));
    TASNIF_RETURN_IF_ERROR(CheckShape(tensor, spec->has_columns, static_cast<int64_t>(articles)));
    const size_t columns = articles == 0 ? 0 : tensor.elements.size() / articles;
    for (size_t i = 0; i < columns * articles; ++i) {
      SetField(spec->name, tensor.elements[i],
               request->mutable_articles(static_cast<int>(i / columns)));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<RequestedOutput> FindOutput(
    const inference::ModelInferRequest::InferRequestedOutputTensor& wanted,
    const std::vector<OutputSpec>& outputs, const std::string& model) {
  const auto spec =
      absl::c_find_if(outputs, [&](const OutputSpec& o) { return o.name == wanted.name(); });
  if (spec == outputs.end()) {
    std::vector<std::string> names;
    for (const OutputSpec& output : outputs) names.push_back(output.name);
    return absl::InvalidArgumentError(
        absl::StrCat("model '", model, "' has no output '", wanted.name(), "'",
                     DidYouMean(wanted.name(), names), "; ModelMetadata lists the outputs"));
  }
  TASNIF_ASSIGN_OR_RETURN(const size_t classes, ReadClassification(wanted.parameters()));
  if (classes > 0 && spec->kind != OutputKind::kScores) {
    return absl::InvalidArgumentError(
        absl::StrCat("output '", wanted.name(),
                     "' cannot be asked for as 'classification'; only "
                     "the scores of a head that labels whole articles have classes"));
  }
  return RequestedOutput{*spec, classes};
}

absl::StatusOr<std::vector<RequestedOutput>> FindOutputs(
    const inference::ModelInferRequest& request, const InferenceModel& model) {
  std::vector<RequestedOutput> found;
  const std::vector<OutputSpec> outputs = OutputsOf(model);
  for (const auto& wanted : request.outputs()) {
    const bool is_second = absl::c_any_of(
        found, [&](const RequestedOutput& before) { return before.spec.name == wanted.name(); });
    if (is_second) {
      return absl::InvalidArgumentError(
          absl::StrCat("output '", wanted.name(), "' is asked for twice"));
    }
    TASNIF_ASSIGN_OR_RETURN(RequestedOutput output, FindOutput(wanted, outputs, model.name));
    found.push_back(std::move(output));
  }
  if (found.empty()) {
    for (const OutputSpec& output : outputs) found.push_back({output});
  }
  return found;
}

// Only what is asked for is computed; where that is of no head, all are.
std::vector<const HeadModel*> NeededHeads(const InferenceQuery& query) {
  std::vector<const HeadModel*> heads;
  for (const RequestedOutput& output : query.outputs) {
    const HeadModel* head = output.spec.head;
    if (head != nullptr && !absl::c_linear_search(heads, head)) heads.push_back(head);
  }
  return heads.empty() ? query.model.heads : heads;
}

// The best label is no alternative, and 0 alternatives means the default.
uint32_t Alternatives(const InferenceQuery& query) {
  size_t labels = query.parameters.top_k;
  for (const RequestedOutput& output : query.outputs) labels = std::max(labels, output.classes);
  labels = std::min(labels, kMaxInferenceLabels);
  return static_cast<uint32_t>(std::max<size_t>(labels - 1, 1));
}

void FillOptions(const InferenceQuery& query, v1::ClassifyOptions* options) {
  for (const HeadModel* head : NeededHeads(query)) {
    options->add_heads(head->head());
    // Whoever asks for one head may ask for another version than the champion.
    if (!query.model.is_article()) options->add_models(head->reference());
  }
  options->set_top_k(Alternatives(query));
  if (query.parameters.is_bulk) options->set_priority(v1::PRIORITY_BULK);
}

}  // namespace

absl::StatusOr<InferenceQuery> ReadInferenceQuery(const inference::ModelInferRequest& request,
                                                  const ModelSet& models) {
  InferenceQuery query;
  TASNIF_ASSIGN_OR_RETURN(
      query.model, FindInferenceModel(request.model_name(), request.model_version(), models));
  TASNIF_ASSIGN_OR_RETURN(query.parameters, ReadInferenceParameters(request.parameters()));
  TASNIF_ASSIGN_OR_RETURN(query.outputs, FindOutputs(request, query.model));
  TASNIF_ASSIGN_OR_RETURN(const InputTensors inputs, ReadInputTensors(request));
  TASNIF_RETURN_IF_ERROR(FillArticles(inputs, &query.request));
  query.is_raw = inputs.is_raw;
  query.id = request.id();
  FillOptions(query, query.request.mutable_options());
  return query;
}

}  // namespace tasnif
