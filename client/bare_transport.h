// client/bare_transport.h
//
// One server without any of the client's policies: each batch is one call, once. What a program
// does that has only the generated stub; `tasnif bench client` compares with it.
#ifndef TASNIF_CLIENT_BARE_TRANSPORT_H_
#define TASNIF_CLIENT_BARE_TRANSPORT_H_

#include <memory>
#include <string>

#include "base/clock.h"
#include "client/options.h"
#include "client/transport.h"

namespace tasnif {

// Connects with the first call. clock: must outlive the transport.
std::unique_ptr<Transport> MakeBareTransport(const ClientOptions& options,
                                             const std::string& address, const Clock& clock);

}  // namespace tasnif

#endif  // TASNIF_CLIENT_BARE_TRANSPORT_H_
