// server/request_id.h
//
// A name for one call, so that a message at the client and a line in the log can be put together.
#ifndef TASNIF_SERVER_REQUEST_ID_H_
#define TASNIF_SERVER_REQUEST_ID_H_

#include <string>
#include <string_view>

namespace tasnif {

inline constexpr std::string_view kRequestIdHeader = "x-request-id";

// `given`, where it is 1 to 128 visible ASCII characters; otherwise 16 random hexadecimal digits.
std::string RequestIdOr(std::string_view given);

}  // namespace tasnif

#endif  // TASNIF_SERVER_REQUEST_ID_H_
