#include "server/inference_outline.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "inference/tensors.pb.h"
#include "server/inference_parameters.h"

namespace tasnif {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;
using inference::ModelInferRequest;

constexpr uint32_t Tag(int field) {
  return WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
}
constexpr uint32_t kModelName = Tag(ModelInferRequest::kModelNameFieldNumber);
constexpr uint32_t kModelVersion = Tag(ModelInferRequest::kModelVersionFieldNumber);
constexpr uint32_t kId = Tag(ModelInferRequest::kIdFieldNumber);
constexpr uint32_t kParameters = Tag(ModelInferRequest::kParametersFieldNumber);
constexpr uint32_t kInputs = Tag(ModelInferRequest::kInputsFieldNumber);
constexpr uint32_t kShape = Tag(ModelInferRequest::InferInputTensor::kShapeFieldNumber);

// Names are shorter, and parameters that mean something are, too.
constexpr uint32_t kMaxFieldBytes = 1024;
// An element takes at least its tag and its length.
constexpr size_t kMinElementBytes = 2;

// A longer field is skipped.
bool ReadField(CodedInputStream* in, std::string* out) {
  uint32_t length = 0;
  if (!in->ReadVarint32(&length)) return false;
  if (length > kMaxFieldBytes) return in->Skip(static_cast<int>(length));
  return in->ReadString(out, static_cast<int>(length));
}

// The first dimension, where the shape is packed, as every writer of proto3 packs it.
bool ReadFirstDimension(CodedInputStream* in, uint64_t* dimension) {
  std::string packed;
  if (!ReadField(in, &packed)) return false;
  CodedInputStream shape(reinterpret_cast<const uint8_t*>(packed.data()),
                         static_cast<int>(packed.size()));
  if (!shape.ReadVarint64(dimension)) *dimension = 0;
  return true;
}

bool ReadInput(CodedInputStream* in, uint64_t* articles) {
  uint32_t length = 0;
  if (!in->ReadVarint32(&length)) return false;
  const auto limit = in->PushLimit(static_cast<int>(length));
  while (const uint32_t tag = in->ReadTag()) {
    uint64_t dimension = 0;
    const bool is_read =
        tag == kShape ? ReadFirstDimension(in, &dimension) : WireFormatLite::SkipField(in, tag);
    if (!is_read) return false;
    *articles = std::max(*articles, dimension);
  }
  const bool is_whole = in->BytesUntilLimit() == 0;
  in->PopLimit(limit);
  return is_whole;
}

// The entry of a map, read as the only one of an otherwise empty request.
bool ReadParameter(CodedInputStream* in, ModelInferRequest* parameters) {
  std::string entry;
  if (!ReadField(in, &entry)) return false;
  std::string message;
  message.push_back(static_cast<char>(kParameters));
  {
    // Lengths of up to kMaxFieldBytes take one or two bytes.
    const auto size = static_cast<uint32_t>(entry.size());
    if (size >= 0x80) message.push_back(static_cast<char>((size & 0x7F) | 0x80));
    message.push_back(static_cast<char>(size >= 0x80 ? size >> 7 : size));
  }
  message += entry;
  // What cannot be read counts as absent.
  ModelInferRequest one;
  if (!entry.empty() && one.ParseFromString(message)) parameters->MergeFrom(one);
  return true;
}

bool ReadOne(CodedInputStream* in, uint32_t tag, InferenceOutline* outline, uint64_t* articles,
             ModelInferRequest* parameters) {
  switch (tag) {
    case kModelName:
      return ReadField(in, &outline->model_name);
    case kModelVersion:
      return ReadField(in, &outline->model_version);
    case kId:
      return ReadField(in, &outline->id);
    case kParameters:
      return ReadParameter(in, parameters);
    case kInputs:
      return ReadInput(in, articles);
    default:
      return WireFormatLite::SkipField(in, tag);
  }
}

}  // namespace

InferenceOutline InferenceOutlineOf(google::protobuf::io::ZeroCopyInputStream& bytes, size_t size) {
  CodedInputStream in(&bytes);
  InferenceOutline outline;
  ModelInferRequest parameters;
  uint64_t articles = 0;
  while (const uint32_t tag = in.ReadTag()) {
    if (!ReadOne(&in, tag, &outline, &articles, &parameters)) break;
  }
  outline.articles = std::min<uint64_t>(articles, size / kMinElementBytes);
  const auto read = ReadInferenceParameters(parameters.parameters());
  if (read.ok()) {
    outline.is_bulk = read->is_bulk;
    outline.timeout = read->timeout;
  }
  return outline;
}

}  // namespace tasnif
