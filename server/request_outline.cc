#include "server/request_outline.h"

#include <cstdint>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

constexpr uint32_t kArticles = WireFormatLite::MakeTag(v1::ClassifyRequest::kArticlesFieldNumber,
                                                       WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
constexpr uint32_t kOptions = WireFormatLite::MakeTag(v1::ClassifyRequest::kOptionsFieldNumber,
                                                      WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
constexpr uint32_t kPriority = WireFormatLite::MakeTag(v1::ClassifyOptions::kPriorityFieldNumber,
                                                       WireFormatLite::WIRETYPE_VARINT);

// Inside ClassifyOptions; as in parsing, the last value counts.
bool ReadOptions(CodedInputStream* in, RequestOutline* outline) {
  uint32_t length = 0;
  if (!in->ReadVarint32(&length)) return false;
  const CodedInputStream::Limit limit = in->PushLimit(static_cast<int>(length));
  while (const uint32_t tag = in->ReadTag()) {
    uint64_t value = 0;
    const bool is_read =
        tag == kPriority ? in->ReadVarint64(&value) : WireFormatLite::SkipField(in, tag);
    if (!is_read) return false;
    if (tag == kPriority) outline->is_bulk = value == v1::PRIORITY_BULK;
  }
  in->PopLimit(limit);
  return true;
}

}  // namespace

RequestOutline OutlineOf(google::protobuf::io::ZeroCopyInputStream& bytes) {
  CodedInputStream in(&bytes);
  RequestOutline outline;
  while (const uint32_t tag = in.ReadTag()) {
    const bool is_read =
        tag == kOptions ? ReadOptions(&in, &outline) : WireFormatLite::SkipField(&in, tag);
    if (!is_read) break;
    if (tag == kArticles) ++outline.articles;
  }
  return outline;
}

}  // namespace tasnif
