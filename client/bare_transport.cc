#include "client/bare_transport.h"

#include "client/channel.h"
#include "client/grpc_transport.h"

namespace tasnif {

std::unique_ptr<Transport> MakeBareTransport(const ClientOptions& options,
                                             const std::string& address, const Clock& clock) {
  return MakeGrpcTransport(options, address, MakeChannel(options, address, Watch::kNothing), clock);
}

}  // namespace tasnif
