#include "server/inference_metadata.h"

#include <string>
#include <string_view>

#include "absl/strings/str_join.h"

namespace tasnif {
namespace {

constexpr const char* kExtensions[] = {"classification", "model_configuration", "model_repository",
                                       "statistics"};
constexpr char kBackend[] = "tasnif";

const char* PlatformOf(const InferenceModel& model) {
  return model.is_article() ? "tasnif_article" : "fasttext_supervised";
}

std::vector<int64_t> ShapeOf(const InputSpec& input) {
  return input.has_columns ? std::vector<int64_t>{-1, -1} : std::vector<int64_t>{-1};
}

inference::DataType ConfigType(std::string_view datatype) {
  if (datatype == "FP32") return inference::TYPE_FP32;
  return datatype == "BOOL" ? inference::TYPE_BOOL : inference::TYPE_STRING;
}

void AddTensor(
    std::string_view name, std::string_view datatype, const std::vector<int64_t>& shape,
    google::protobuf::RepeatedPtrField<inference::ModelMetadataResponse::TensorMetadata>* tensors) {
  auto* tensor = tensors->Add();
  tensor->set_name(std::string(name));
  tensor->set_datatype(std::string(datatype));
  tensor->mutable_shape()->Add(shape.begin(), shape.end());
}

// The properties of one head; those of `article` name the versions instead.
void FillProperties(const InferenceModel& model, inference::ModelMetadataResponse* out) {
  auto& properties = *out->mutable_properties();
  properties["version"] = model.version;
  if (model.is_article()) {
    for (const HeadModel* head : model.heads) properties[head->head()] = head->reference();
    return;
  }
  const v1::Bundle& bundle = model.heads[0]->bundle;
  properties["labels"] = absl::StrJoin(bundle.labels(), ",");
  properties["languages"] = absl::StrJoin(bundle.languages(), ",");
}

const char* StateName(v1::ModelState state) {
  if (state == v1::MODEL_STATE_READY) return "READY";
  return state == v1::MODEL_STATE_LOADING ? "LOADING" : "UNAVAILABLE";
}

void AddIndex(const std::string& name, const std::string& version, v1::ModelState state,
              const std::string& reason, inference::RepositoryIndexResponse* index) {
  auto* model = index->add_models();
  model->set_name(name);
  model->set_version(version);
  model->set_state(StateName(state));
  model->set_reason(state == v1::MODEL_STATE_AVAILABLE ? "on disk, not in memory" : reason);
}

}  // namespace

inference::ServerMetadataResponse DescribeServer() {
  inference::ServerMetadataResponse response;
  response.set_name("tasnif");
  response.set_version(TASNIF_VERSION);
  for (const char* extension : kExtensions) response.add_extensions(extension);
  return response;
}

inference::ModelMetadataResponse DescribeModel(const InferenceModel& model,
                                               const std::vector<v1::Model>& list) {
  inference::ModelMetadataResponse response;
  response.set_name(model.name);
  response.set_platform(PlatformOf(model));
  if (model.is_article()) response.add_versions(model.version);
  for (const v1::Model& known : list) {
    const bool is_it = !model.is_article() && known.head() == model.name;
    if (is_it && known.state() == v1::MODEL_STATE_READY) response.add_versions(known.version());
  }
  for (const InputSpec& input : InferenceInputs()) {
    AddTensor(input.name, "BYTES", ShapeOf(input), response.mutable_inputs());
  }
  for (const OutputSpec& output : OutputsOf(model)) {
    AddTensor(output.name, DatatypeOf(output.kind), ShapeOf(output.kind),
              response.mutable_outputs());
  }
  FillProperties(model, &response);
  return response;
}

inference::ModelConfigResponse ConfigureModel(const InferenceModel& model) {
  inference::ModelConfigResponse response;
  inference::ModelConfig* config = response.mutable_config();
  config->set_name(model.name);
  config->set_platform(PlatformOf(model));
  config->set_backend(kBackend);
  for (const InputSpec& spec : InferenceInputs()) {
    inference::ModelInput* input = config->add_input();
    input->set_name(std::string(spec.name));
    input->set_data_type(inference::TYPE_STRING);
    input->set_optional(!spec.is_required);
    for (const int64_t size : ShapeOf(spec)) input->add_dims(size);
  }
  for (const OutputSpec& spec : OutputsOf(model)) {
    inference::ModelOutput* output = config->add_output();
    output->set_name(spec.name);
    output->set_data_type(ConfigType(DatatypeOf(spec.kind)));
    for (const int64_t size : ShapeOf(spec.kind)) output->add_dims(size);
  }
  return response;
}

inference::RepositoryIndexResponse IndexModels(const std::vector<v1::Model>& list,
                                               bool only_ready) {
  inference::RepositoryIndexResponse index;
  // A server without a champion does not start, and a reload leaves the last good one.
  AddIndex(std::string(kArticleModel), std::string(kArticleVersion), v1::MODEL_STATE_READY, "",
           &index);
  for (const v1::Model& model : list) {
    if (only_ready && model.state() != v1::MODEL_STATE_READY) continue;
    AddIndex(model.head(), model.version(), model.state(), model.error(), &index);
  }
  return index;
}

}  // namespace tasnif
