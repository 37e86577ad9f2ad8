#include "client/endpoint_health.h"

#include <tuple>

namespace tasnif {
namespace {

// Smaller is better.
std::tuple<bool, absl::Time, bool, size_t> Rank(const EndpointView& view) {
  return {!view.is_open, view.is_open ? absl::InfinitePast() : view.pause_end, view.is_busy,
          view.articles};
}

}  // namespace

size_t PickEndpoint(absl::Span<const EndpointView> endpoints, size_t turn) {
  size_t best = turn % endpoints.size();
  for (size_t i = 1; i < endpoints.size(); ++i) {
    const size_t candidate = (turn + i) % endpoints.size();
    if (Rank(endpoints[candidate]) < Rank(endpoints[best])) best = candidate;
  }
  return best;
}

}  // namespace tasnif
