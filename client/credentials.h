// client/credentials.h
//
// ClientTls and a token as gRPC wants them.
//
//   TASNIF_RETURN_IF_ERROR(CheckToken(options));
//   TASNIF_ASSIGN_OR_RETURN(auto credentials, MakeCredentials(options.tls, files, clock.Now()));
//   AddToken(options.token, &context);                    // of every call
//
// Threads: functions only.
#ifndef TASNIF_CLIENT_CREDENTIALS_H_
#define TASNIF_CLIENT_CREDENTIALS_H_

#include <grpcpp/client_context.h>
#include <grpcpp/security/credentials.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/files.h"
#include "client/options.h"

namespace tasnif {

// Without TLS where it is off. Reads the files once. INVALID_ARGUMENT: a certificate without its
// key or the other way round, or errors of CheckKeyPair and CheckAuthorities. Errors of
// Files::Read. All name the file.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeCredentials(const ClientTls& tls,
                                                                          const Files& files,
                                                                          absl::Time now);

// INVALID_ARGUMENT: the token is not 1 to 512 visible ASCII characters, or it would pass a network
// in the clear. OK where there is none. Messages never quote it.
absl::Status CheckToken(const ClientOptions& options);

// The header `authorization`; nothing where the token is empty.
void AddToken(const std::string& token, grpc::ClientContext* context);

}  // namespace tasnif

#endif  // TASNIF_CLIENT_CREDENTIALS_H_
