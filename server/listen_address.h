// server/listen_address.h
//
// Whether an address may be listened on. Pure.
#ifndef TASNIF_SERVER_LISTEN_ADDRESS_H_
#define TASNIF_SERVER_LISTEN_ADDRESS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tasnif {

struct ListenAddress {
  std::string host;  // Without brackets.
  int port = 0;
};

// "127.0.0.1:8500", "localhost:0", "[::1]:8500". INVALID_ARGUMENT: no host, no port, or a port
// over 65535.
absl::StatusOr<ListenAddress> ParseListenAddress(std::string_view address);

// Only this machine can reach it: 127.0.0.0/8, ::1 or localhost.
bool IsLoopback(std::string_view host);

// "HOST:PORT", with brackets where the host has colons.
std::string JoinAddress(std::string_view host, int port);

}  // namespace tasnif

#endif  // TASNIF_SERVER_LISTEN_ADDRESS_H_
