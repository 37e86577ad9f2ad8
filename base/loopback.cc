#include "base/loopback.h"

#include <arpa/inet.h>

#include <string>

namespace tasnif {

bool IsLoopback(std::string_view host) {
  if (host == "localhost" || host == "::1") return true;
  // "127.evil.example" is a name, not an address.
  in_addr parsed;
  return inet_pton(AF_INET, std::string(host).c_str(), &parsed) == 1 &&
         (ntohl(parsed.s_addr) >> 24) == 127;
}

}  // namespace tasnif
