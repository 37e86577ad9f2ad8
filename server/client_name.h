// server/client_name.h
//
// Who is asking, as far as sharing the server is concerned.
//
//   ClientName("ipv4:10.0.0.7:51234", "");            // "10.0.0.7"
//   ClientName("ipv6:%5B::1%5D:51234", "importer");   // "::1/importer"
//
// All connections of one machine are one client. A peer on this machine may be a proxy that speaks
// for others, so it may say for whom in the header `x-client-id`; a peer elsewhere may not, for a
// new name in each call would be a share of its own in each call.
// Threads: pure function.
#ifndef TASNIF_SERVER_CLIENT_NAME_H_
#define TASNIF_SERVER_CLIENT_NAME_H_

#include <string>
#include <string_view>

namespace tasnif {

inline constexpr std::string_view kClientIdHeader = "x-client-id";

// peer: as gRPC writes it: "ipv4:HOST:PORT", "ipv6:[HOST]:PORT" (brackets may be escaped as %5B and
// %5D), "unix:PATH". Anything else is one client. claimed: value of the header, or empty; used
// where it is 1 to 128 visible ASCII characters.
std::string ClientName(std::string_view peer, std::string_view claimed);

}  // namespace tasnif

#endif  // TASNIF_SERVER_CLIENT_NAME_H_
