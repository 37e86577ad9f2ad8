#include "server/client_name.h"

#include <algorithm>

#include "absl/strings/str_replace.h"
#include "server/listen_address.h"

namespace tasnif {
namespace {

constexpr size_t kMaxClaimBytes = 128;

std::string HostOf(std::string_view peer) {
  const std::string text = absl::StrReplaceAll(std::string(peer), {{"%5B", "["}, {"%5D", "]"}});
  const size_t scheme = text.find(':');
  if (scheme == std::string::npos) return text;
  const auto address = ParseListenAddress(std::string_view(text).substr(scheme + 1));
  return address.ok() ? address->host : text;
}

bool IsUsable(std::string_view claimed) {
  return !claimed.empty() && claimed.size() <= kMaxClaimBytes &&
         std::all_of(claimed.begin(), claimed.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

bool IsOfThisMachine(std::string_view peer, std::string_view host) {
  return IsLoopback(host) || peer.substr(0, 5) == "unix:";
}

}  // namespace

std::string ClientName(std::string_view peer, std::string_view claimed) {
  std::string host = HostOf(peer);
  if (!IsUsable(claimed) || !IsOfThisMachine(peer, host)) return host;
  return host + "/" + std::string(claimed);
}

}  // namespace tasnif
