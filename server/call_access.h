// server/call_access.h
//
// AccessControl for calls over gRPC: what a call's context knows of its caller.
//
//   const absl::StatusOr<Identity> who = access_.Check(*context, Role::kAdmin);
//   if (!who.ok()) return Refuse(context, who.status());
//
// A token comes in the header `authorization`; names of a client certificate come from TLS, where
// the server asks for one. Health checks and reflection are not asked: they tell which services there
// are, nothing of articles, models or corrections. Channelz is empty where other machines can call.
// Threads: safe. Cost: that of AccessControl::Check; no I/O.
#ifndef TASNIF_SERVER_CALL_ACCESS_H_
#define TASNIF_SERVER_CALL_ACCESS_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/access_control.h"

namespace tasnif {

class CallAccess {
 public:
  // is_loopback: see Caller. access must outlive the object.
  CallAccess(const AccessControl& access, bool is_loopback)
      : access_(access), is_loopback_(is_loopback) {}

  // Errors of AccessControl::Check.
  absl::StatusOr<Identity> Check(const grpc::CallbackServerContext& context, Role needed) const;

 private:
  // Constant after construction.
  const AccessControl& access_;
  const bool is_loopback_;
};

// Ends a unary call before it began.
grpc::ServerUnaryReactor* Refuse(grpc::CallbackServerContext* context, const absl::Status& status);

// The same for calls with a stream. Reactor: one of gRPC's server reactors. Deletes itself.
template <typename Reactor>
class RefusedStream : public Reactor {
 public:
  explicit RefusedStream(const grpc::Status& status) { this->Finish(status); }

 private:
  void OnDone() override { delete this; }
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_CALL_ACCESS_H_
