#include "server/input_tensors.h"

#include <array>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "server/tensor_codec.h"

namespace tasnif {
namespace {

using inference::InferTensorContents;
using inference::ModelInferRequest;
using Input = ModelInferRequest::InferInputTensor;

// Fields other than bytes_contents, and how many elements each has.
std::array<std::pair<const char*, int>, 7> OtherContents(const InferTensorContents& contents) {
  return {{{"bool_contents", contents.bool_contents_size()},
           {"int_contents", contents.int_contents_size()},
           {"int64_contents", contents.int64_contents_size()},
           {"uint_contents", contents.uint_contents_size()},
           {"uint64_contents", contents.uint64_contents_size()},
           {"fp32_contents", contents.fp32_contents_size()},
           {"fp64_contents", contents.fp64_contents_size()}}};
}

bool HasContents(const Input& input) {
  if (input.contents().bytes_contents_size() > 0) return true;
  return absl::c_any_of(OtherContents(input.contents()),
                        [](const auto& field) { return field.second > 0; });
}

absl::StatusOr<std::vector<std::string_view>> TypedElements(const Input& input, size_t count) {
  const InferTensorContents& contents = input.contents();
  for (const auto& [name, size] : OtherContents(contents)) {
    if (size == 0) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        "contents.", name, " has ", size, " elements; BYTES stand in contents.bytes_contents"));
  }
  if (static_cast<size_t>(contents.bytes_contents_size()) != count) {
    return absl::InvalidArgumentError(absl::StrCat("the shape promises ", count,
                                                   " elements, contents.bytes_contents has ",
                                                   contents.bytes_contents_size()));
  }
  return std::vector<std::string_view>(contents.bytes_contents().begin(),
                                       contents.bytes_contents().end());
}

absl::StatusOr<InputTensor> ReadTensor(const ModelInferRequest& request, int place, bool is_raw) {
  const Input& input = request.inputs(place);
  if (input.datatype() != "BYTES") {
    return absl::InvalidArgumentError(
        absl::StrCat("datatype '", input.datatype(), "', expected 'BYTES'"));
  }
  InputTensor tensor = {.name = input.name(),
                        .shape = {input.shape().begin(), input.shape().end()}};
  TASNIF_ASSIGN_OR_RETURN(const size_t count, ElementCount(tensor.shape));
  if (is_raw) {
    TASNIF_ASSIGN_OR_RETURN(tensor.elements,
                            SplitRawBytes(request.raw_input_contents(place), count));
  } else {
    TASNIF_ASSIGN_OR_RETURN(tensor.elements, TypedElements(input, count));
  }
  return tensor;
}

absl::Status CheckRaw(const ModelInferRequest& request) {
  for (int i = 0; i < request.inputs_size(); ++i) {
    if (!HasContents(request.inputs(i))) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("inputs[", i, "] '", request.inputs(i).name(),
                     "' has `contents` although the request has raw_input_contents; send all "
                     "inputs the same way"));
  }
  if (request.raw_input_contents_size() == request.inputs_size()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("raw_input_contents has ", request.raw_input_contents_size(), " entries for ",
                   request.inputs_size(), " inputs; one for each is needed, in their order"));
}

absl::Status CheckNewName(const std::vector<InputTensor>& before, std::string_view name) {
  const auto first =
      absl::c_find_if(before, [&](const InputTensor& tensor) { return tensor.name == name; });
  if (first == before.end()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("inputs[", first - before.begin(), "] has the same name"));
}

}  // namespace

absl::StatusOr<InputTensors> ReadInputTensors(const ModelInferRequest& request) {
  InputTensors inputs = {.is_raw = request.raw_input_contents_size() > 0};
  if (inputs.is_raw) TASNIF_RETURN_IF_ERROR(CheckRaw(request));
  for (int i = 0; i < request.inputs_size(); ++i) {
    const std::string where = absl::StrCat("inputs[", i, "] '", request.inputs(i).name(), "'");
    TASNIF_RETURN_IF_ERROR(Annotate(CheckNewName(inputs.tensors, request.inputs(i).name()), where));
    absl::StatusOr<InputTensor> tensor = ReadTensor(request, i, inputs.is_raw);
    if (!tensor.ok()) return Annotate(tensor.status(), where);
    inputs.tensors.push_back(*std::move(tensor));
  }
  return inputs;
}

}  // namespace tasnif
