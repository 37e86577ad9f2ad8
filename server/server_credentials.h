// server/server_credentials.h
//
// ServerTls as gRPC wants it.
//
//   builder.AddListeningPort(address, MakeServerCredentials(options.tls), &port);
//
// Threads: pure function; gRPC looks at the files on a thread of its own.
#ifndef TASNIF_SERVER_SERVER_CREDENTIALS_H_
#define TASNIF_SERVER_SERVER_CREDENTIALS_H_

#include <grpcpp/security/server_credentials.h>

#include <memory>

#include "server/server_tls.h"

namespace tasnif {

// Without TLS where it is off. tls: what CheckServerTls() finds good; gRPC itself takes anything,
// and refuses every connection.
std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(const ServerTls& tls);

}  // namespace tasnif

#endif  // TASNIF_SERVER_SERVER_CREDENTIALS_H_
