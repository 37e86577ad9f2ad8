// base/loopback.h
//
// Whether a host is this machine, by what it is called. Pure; nothing is looked up.
#ifndef TASNIF_BASE_LOOPBACK_H_
#define TASNIF_BASE_LOOPBACK_H_

#include <string_view>

namespace tasnif {

// Only this machine can reach it: 127.0.0.0/8, ::1 (without brackets) or localhost.
bool IsLoopback(std::string_view host);

}  // namespace tasnif

#endif  // TASNIF_BASE_LOOPBACK_H_
