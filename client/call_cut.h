// client/call_cut.h
//
// Cuts a list of articles into calls that a server takes. Pure; knows nothing of gRPC.
//
//   for (const CallRange& range : CutIntoCalls(sizes, limits)) …   // sizes[i] = BytesInRequest(…)
#ifndef TASNIF_CLIENT_CALL_CUT_H_
#define TASNIF_CLIENT_CALL_CUT_H_

#include <cstddef>
#include <vector>

#include "absl/types/span.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// Articles [begin, end) of the list.
struct CallRange {
  size_t begin = 0;
  size_t end = 0;

  bool operator==(const CallRange&) const = default;
};

struct CallLimits {
  size_t max_articles = 0;
  // Of all articles of a call together, as they stand in the request.
  size_t max_bytes = 0;
};

// Bytes that an article takes in a request, with its tag and length.
size_t BytesInRequest(const v1::Article& article);

// sizes: BytesInRequest() of each article.
// Consecutive ranges, in order, that cover every article once. Each is as long as the limits
// allow; an article that is larger than max_bytes travels alone (see IsTooLarge). A limit of 0
// articles is taken as 1.
std::vector<CallRange> CutIntoCalls(absl::Span<const size_t> sizes, const CallLimits& limits);

// No call can carry it.
bool IsTooLarge(const v1::Article& article, const CallLimits& limits);

}  // namespace tasnif

#endif  // TASNIF_CLIENT_CALL_CUT_H_
