// server/input_tensors.h
//
// The input tensors of a ModelInferRequest as elements, whichever of its two ways they came.
//
//   TASNIF_ASSIGN_OR_RETURN(InputTensors inputs, ReadInputTensors(request));
//   inputs.is_raw;                                        // answer the same way
//   for (const InputTensor& input : inputs.tensors) …     // input.name, .shape, .elements
//
// Every model here reads BYTES and nothing else.
//
// Threads: pure function. Cost: one entry for each element; no element is copied.
#ifndef TASNIF_SERVER_INPUT_TENSORS_H_
#define TASNIF_SERVER_INPUT_TENSORS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "inference/tensors.pb.h"

namespace tasnif {

// Points into the request.
struct InputTensor {
  std::string_view name;
  std::vector<int64_t> shape;
  std::vector<std::string_view> elements;  // As many as the product of the shape.
};

struct InputTensors {
  bool is_raw = false;
  std::vector<InputTensor> tensors;  // In the order of the request, no name twice.
};

// INVALID_ARGUMENT, the message begins with "inputs[1] 'title': ": two inputs with one name, a
// datatype other than BYTES, a bad shape (ElementCount), contents that do not fit it
// (SplitRawBytes), contents of another type; raw and typed contents mixed, or another number of raw
// contents than of inputs.
absl::StatusOr<InputTensors> ReadInputTensors(const inference::ModelInferRequest& request);

}  // namespace tasnif

#endif  // TASNIF_SERVER_INPUT_TENSORS_H_
