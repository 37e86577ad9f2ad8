// server/tensor_codec.h
//
// The bytes of tensors in the Open Inference Protocol, in and out. Knows nothing of messages,
// models or gRPC.
//
//   TASNIF_ASSIGN_OR_RETURN(size_t count, ElementCount({2, 1}));            // 2
//   TASNIF_ASSIGN_OR_RETURN(auto texts, SplitRawBytes(raw, count));         // {"ab", ""}
//   RawBytes({"ab", ""});                      // 02 00 00 00 'a' 'b' 00 00 00 00
//
// Numbers stand with their least significant byte first, whatever the machine: a server that wrote
// its own order could be read by nobody else (triton-inference-server/server issue 5811).
//
// Threads: pure functions. Cost: linear; SplitRawBytes copies no element.
// Source: Open Inference Protocol, "Tensor Data" and "Raw Tensor Contents".
#ifndef TASNIF_SERVER_TENSOR_CODEC_H_
#define TASNIF_SERVER_TENSOR_CODEC_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace tasnif {

// Elements of a tensor of this shape: the product of its dimensions; 0 where one of them is.
// INVALID_ARGUMENT: no dimension, a negative one, or a product over 2^63 - 1.
absl::StatusOr<size_t> ElementCount(absl::Span<const int64_t> shape);

// "[2,-1]".
std::string ShapeText(absl::Span<const int64_t> shape);

// The elements of a raw BYTES tensor; they point into `raw`. Memory is taken for what is there, not
// for what `count` promises.
// INVALID_ARGUMENT: a length that reaches beyond the end, bytes left over, or not `count` elements.
absl::StatusOr<std::vector<std::string_view>> SplitRawBytes(std::string_view raw, size_t count);

// Raw contents of BYTES, FP32 and BOOL. An element over 4 GiB - 1 cannot be written; none is made.
std::string RawBytes(absl::Span<const std::string> elements);
std::string RawFloats(absl::Span<const float> elements);
std::string RawBools(const std::vector<bool>& elements);

}  // namespace tasnif

#endif  // TASNIF_SERVER_TENSOR_CODEC_H_
