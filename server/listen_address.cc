#include "server/listen_address.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status.h"

namespace tasnif {
namespace {

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

bool IsBracketed(std::string_view host) {
  return host.size() > 2 && host.front() == '[' && host.back() == ']';
}

}  // namespace

absl::StatusOr<ListenAddress> ParseListenAddress(std::string_view address) {
  const absl::Status invalid = absl::InvalidArgumentError(
      absl::StrCat("address '", View(address),
                   "' is not HOST:PORT, such as 127.0.0.1:8500 or [::1]:8500; port 0 takes a free "
                   "one"));
  const size_t colon = address.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return invalid;
  std::string_view host = address.substr(0, colon);
  if (IsBracketed(host)) {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return invalid;  // An IPv6 address without brackets: where would the port begin?
  }
  int port = -1;
  if (!absl::SimpleAtoi(View(address.substr(colon + 1)), &port)) return invalid;
  if (port < 0 || port > 65535) return invalid;
  return ListenAddress{std::string(host), port};
}

absl::StatusOr<ListenAddress> CheckListenAddress(std::string_view address,
                                                 const Exposure& exposure) {
  TASNIF_ASSIGN_OR_RETURN(ListenAddress parsed, ParseListenAddress(address));
  if (IsLoopback(parsed.host)) return parsed;
  if (!exposure.allow_remote) {
    return absl::InvalidArgumentError(absl::StrCat(
        "refusing to listen on ", View(address),
        ": other machines could call the server; listen on 127.0.0.1, or allow it with "
        "--allow-remote, on an open network together with --tls-cert, --tls-key and --access"));
  }
  if (exposure.has_tokens && !exposure.has_tls && !exposure.allow_plaintext_tokens) {
    return absl::InvalidArgumentError(absl::StrCat(
        "refusing to take tokens on ", View(address),
        " without TLS: whoever listens on the network could use them; give --tls-cert and "
        "--tls-key, or, where something in front of the server does TLS, "
        "--allow-plaintext-tokens"));
  }
  return parsed;
}

std::string JoinAddress(std::string_view host, int port) {
  if (host.find(':') == std::string_view::npos) return absl::StrCat(View(host), ":", port);
  return absl::StrCat("[", View(host), "]:", port);
}

}  // namespace tasnif
