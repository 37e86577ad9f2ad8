#include "server/call_access.h"

#include <grpc/grpc_security_constants.h>

#include <memory>
#include <string>
#include <vector>

#include "server/call_context.h"
#include "server/convert.h"

namespace tasnif {
namespace {

void AppendValues(const grpc::AuthContext& auth, const char* property,
                  std::vector<std::string>* values) {
  for (const grpc::string_ref& value : auth.FindPropertyValues(property)) {
    values->emplace_back(value.data(), value.size());
  }
}

// Empty without TLS, and where the client sent no certificate that the server's authorities signed.
std::vector<std::string> CertificateNames(const grpc::CallbackServerContext& context) {
  std::vector<std::string> names;
  const std::shared_ptr<const grpc::AuthContext> auth = context.auth_context();
  if (auth == nullptr || !auth->IsPeerAuthenticated()) return names;
  AppendValues(*auth, GRPC_X509_SAN_PROPERTY_NAME, &names);
  AppendValues(*auth, GRPC_X509_CN_PROPERTY_NAME, &names);
  return names;
}

}  // namespace

absl::StatusOr<Identity> CallAccess::Check(const grpc::CallbackServerContext& context,
                                           Role needed) const {
  return access_.Check({.bearer = BearerOf(HeaderOf(context, "authorization")),
                        .certificate_names = CertificateNames(context),
                        .is_loopback = is_loopback_,
                        .address = ClientOf(context)},
                       needed);
}

grpc::ServerUnaryReactor* Refuse(grpc::CallbackServerContext* context, const absl::Status& status) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpcStatus(status, ""));
  return reactor;
}

}  // namespace tasnif
