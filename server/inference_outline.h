// server/inference_outline.h
//
// What must be known of a ModelInferRequest before it is parsed: for admission how much it is, and
// how long it may wait. Contents of tensors are skipped.
//
//   InferenceOutline outline = InferenceOutlineOf(bytes);
//   outline.articles;    // 64
//   outline.timeout;     // 250ms
//
// Threads: pure function. Cost: some nanoseconds a tensor, whatever its length.
#ifndef TASNIF_SERVER_INFERENCE_OUTLINE_H_
#define TASNIF_SERVER_INFERENCE_OUTLINE_H_

#include <cstddef>
#include <string>

#include "absl/time/time.h"
#include "google/protobuf/io/zero_copy_stream.h"

namespace tasnif {

struct InferenceOutline {
  std::string model_name;
  std::string model_version;
  std::string id;
  // The largest first dimension of an input, as the request claims it; never more than the bytes of
  // the request could hold.
  size_t articles = 0;
  bool is_bulk = false;
  absl::Duration timeout = absl::InfiniteDuration();
};

// Bytes that are not a ModelInferRequest give what was read up to the first fault; whoever parses
// them says what is wrong. Parameters that are wrong count as absent.
// size: of all bytes.
InferenceOutline InferenceOutlineOf(google::protobuf::io::ZeroCopyInputStream& bytes, size_t size);

}  // namespace tasnif

#endif  // TASNIF_SERVER_INFERENCE_OUTLINE_H_
