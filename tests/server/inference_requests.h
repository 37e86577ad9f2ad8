// tests/server/inference_requests.h
//
// Requests of the Open Inference Protocol for tests.
#ifndef TASNIF_TESTS_SERVER_INFERENCE_REQUESTS_H_
#define TASNIF_TESTS_SERVER_INFERENCE_REQUESTS_H_

#include <cstring>
#include <string>
#include <vector>

#include "inference/tensors.pb.h"
#include "server/tensor_codec.h"
#include "tests/testing/tiny_models.h"

namespace tasnif {

inline inference::ModelInferRequest::InferInputTensor* AddInput(
    const std::string& name, const std::vector<int64_t>& shape,
    inference::ModelInferRequest* request) {
  auto* input = request->add_inputs();
  input->set_name(name);
  input->set_datatype("BYTES");
  for (const int64_t size : shape) input->add_shape(size);
  return input;
}

// An input of shape [N], raw or typed.
inline void AddBytes(const std::string& name, const std::vector<std::string>& elements, bool is_raw,
                     inference::ModelInferRequest* request) {
  auto* input = AddInput(name, {static_cast<int64_t>(elements.size())}, request);
  if (is_raw) {
    request->add_raw_input_contents(RawBytes(elements));
  } else {
    for (const std::string& element : elements) {
      input->mutable_contents()->add_bytes_contents(element);
    }
  }
}

inline std::vector<std::string> TinyTexts() {
  std::vector<std::string> texts;
  for (const v1::Article& article : TinyArticles()) texts.push_back(article.text());
  return texts;
}

// The tiny articles as the input `text`.
inline inference::ModelInferRequest TinyInference(const std::string& model, bool is_raw) {
  inference::ModelInferRequest request;
  request.set_model_name(model);
  request.set_id("call-1");
  AddBytes("text", TinyTexts(), is_raw, &request);
  return request;
}

// Place of an output, or -1.
inline int OutputPlace(const inference::ModelInferResponse& response, const std::string& name) {
  for (int i = 0; i < response.outputs_size(); ++i) {
    if (response.outputs(i).name() == name) return i;
  }
  return -1;
}

// Elements of a BYTES output, whichever way it came; empty where there is none.
inline std::vector<std::string> BytesOf(const inference::ModelInferResponse& response,
                                        const std::string& name) {
  const int place = OutputPlace(response, name);
  if (place < 0) return {};
  const auto& output = response.outputs(place);
  const auto& typed = output.contents().bytes_contents();
  if (response.raw_output_contents().empty()) return {typed.begin(), typed.end()};
  const auto elements =
      SplitRawBytes(response.raw_output_contents(place), *ElementCount(output.shape()));
  return elements.ok() ? std::vector<std::string>(elements->begin(), elements->end())
                       : std::vector<std::string>{"not split: " + elements.status().ToString()};
}

// Elements of an FP32 output; the machine that runs the tests is little-endian.
inline std::vector<float> FloatsOf(const inference::ModelInferResponse& response,
                                   const std::string& name) {
  const int place = OutputPlace(response, name);
  if (place < 0) return {};
  const auto& typed = response.outputs(place).contents().fp32_contents();
  if (response.raw_output_contents().empty()) return {typed.begin(), typed.end()};
  const std::string& raw = response.raw_output_contents(place);
  std::vector<float> floats(raw.size() / sizeof(float));
  std::memcpy(floats.data(), raw.data(), floats.size() * sizeof(float));
  return floats;
}

inline std::vector<int64_t> ShapeOf(const inference::ModelInferResponse& response,
                                    const std::string& name) {
  const int place = OutputPlace(response, name);
  if (place < 0) return {};
  const auto& shape = response.outputs(place).shape();
  return {shape.begin(), shape.end()};
}

}  // namespace tasnif

#endif  // TASNIF_TESTS_SERVER_INFERENCE_REQUESTS_H_
