// server/request_outline.h
//
// What admission needs to know of a ClassifyRequest, read from its bytes without parsing it: only
// the outermost fields are looked at, everything inside an article is skipped.
//
//   grpc::ProtoBufferReader reader(&buffer);
//   RequestOutline outline = OutlineOf(reader);
//   outline.articles;    // 64
//
// Threads: pure function. Cost: some nanoseconds an article, whatever its length.
#ifndef TASNIF_SERVER_REQUEST_OUTLINE_H_
#define TASNIF_SERVER_REQUEST_OUTLINE_H_

#include <cstddef>

#include "google/protobuf/io/zero_copy_stream.h"

namespace tasnif {

struct RequestOutline {
  size_t articles = 0;
  bool is_bulk = false;
};

// Bytes that are not a ClassifyRequest give what was read up to the first fault; whoever parses
// them says what is wrong.
RequestOutline OutlineOf(google::protobuf::io::ZeroCopyInputStream& bytes);

}  // namespace tasnif

#endif  // TASNIF_SERVER_REQUEST_OUTLINE_H_
