// server/listen_address.h
//
// Whether an address may be listened on. Pure. The defaults are safe: what other machines can
// reach, and what lets tokens travel in the clear, has to be asked for.
#ifndef TASNIF_SERVER_LISTEN_ADDRESS_H_
#define TASNIF_SERVER_LISTEN_ADDRESS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/loopback.h"

namespace tasnif {

struct ListenAddress {
  std::string host;  // Without brackets.
  int port = 0;
};

// "127.0.0.1:8500", "localhost:0", "[::1]:8500". INVALID_ARGUMENT: no host, no port, or a port
// over 65535.
absl::StatusOr<ListenAddress> ParseListenAddress(std::string_view address);

// How a front meets its callers.
struct Exposure {
  bool allow_remote = false;  // Asked for: --allow-remote.
  bool has_tls = false;
  bool has_tokens = false;              // AccessControl::has_file().
  bool allow_plaintext_tokens = false;  // Asked for: --allow-plaintext-tokens.
};

// ParseListenAddress() of an address that may be listened on. INVALID_ARGUMENT with the way out:
// other machines can reach it without allow_remote; or tokens would pass a network in the clear
// without allow_plaintext_tokens.
absl::StatusOr<ListenAddress> CheckListenAddress(std::string_view address,
                                                 const Exposure& exposure);

// "HOST:PORT", with brackets where the host has colons.
std::string JoinAddress(std::string_view host, int port);

}  // namespace tasnif

#endif  // TASNIF_SERVER_LISTEN_ADDRESS_H_
