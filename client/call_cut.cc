#include "client/call_cut.h"

#include <algorithm>

namespace tasnif {
namespace {

// Tag and the longest length prefix of a field.
constexpr size_t kFieldOverheadBytes = 1 + 5;

}  // namespace

size_t BytesInRequest(const v1::Article& article) {
  return article.ByteSizeLong() + kFieldOverheadBytes;
}

bool IsTooLarge(const v1::Article& article, const CallLimits& limits) {
  return BytesInRequest(article) > limits.max_bytes;
}

std::vector<CallRange> CutIntoCalls(absl::Span<const size_t> sizes, const CallLimits& limits) {
  const size_t max_articles = std::max<size_t>(limits.max_articles, 1);
  std::vector<CallRange> calls;
  size_t bytes = 0;
  for (size_t i = 0; i < sizes.size(); ++i) {
    const size_t size = sizes[i];
    const bool is_full = calls.empty() || i - calls.back().begin >= max_articles ||
                         size > limits.max_bytes - std::min(bytes, limits.max_bytes);
    if (is_full) {
      calls.push_back({i, i});
      bytes = 0;
    }
    calls.back().end = i + 1;
    bytes += size;
  }
  return calls;
}

}  // namespace tasnif
